package org.trunkline.ui.contribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.trunkline.api.node.Node;
import org.trunkline.ui.contribution.Finders.Answer;
import org.trunkline.ui.extension.Finder;
import org.trunkline.ui.extension.Found;

@Timeout(20)
class FindersTest {
    private final CountDownLatch held = new CountDownLatch(1);
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        held.countDown();
    }

    private static Found found(String title) {
        return new Found(title, "", "open", Map.of());
    }

    /** Numbered in the order shown. */
    private static Finders finders(Finder... finders) {
        List<Contribution<Finder>> all = IntStream.range(0, finders.length).mapToObj(i -> InMemory.contribution("com.example",
                Finder.class, Map.of("id", "f" + i, "label", "Group " + i, "order", String.valueOf(i)), () -> finders[i])).toList();
        return new Finders(() -> all);
    }

    private Answer last(Finders finders, String text) throws InterruptedException {
        finders.find(text, 5, Optional.empty(), answers::add);
        Answer answer = answers.take();
        while (!answer.complete())
            answer = answers.take();
        return answer;
    }

    @Test
    void groupsComeInTheirOrderAndEmptyOnesAreLeftOut() throws InterruptedException {
        var answer = last(finders((text, _, _) -> List.of(found(text + "!")), (_, _, _) -> List.of(),
                (_, _, _) -> List.of(found("a"), found("b"))), "anna");
        assertEquals(List.of("Group 0", "Group 2"), answer.groups().stream().map(Finders.Group::label).toList());
        assertEquals("anna!", answer.groups().getFirst().found().getFirst().title());
        assertEquals(2, answer.certain());
    }

    @Test
    void noFinderGivesMoreThanIsAskedFor() throws InterruptedException {
        var many = IntStream.range(0, 50).mapToObj(i -> found("x" + i)).toList();
        assertEquals(5, last(finders((_, _, _) -> many), "x").groups().getFirst().found().size());
    }

    @Test
    void oneThatFailsKeepsNobodyFromTheOthers() throws InterruptedException {
        Finder broken = (_, _, _) -> {
            throw new NoClassDefFoundError("com/example/Gone");
        };
        var answer = last(finders(broken, (_, _, _) -> List.of(found("a"))), "anna");
        assertEquals(List.of("Group 1"), answer.groups().stream().map(Finders.Group::label).toList());
        assertTrue(answer.complete());
    }

    @Test
    void theFirstResultIsCertainOnceAllBeforeItHaveAnswered() throws InterruptedException {
        var first = new CountDownLatch(1);
        Finder slow = (_, _, _) -> {
            first.await();
            return List.of(found("slow"));
        };
        finders(slow, (_, _, _) -> List.of(found("quick"))).find("anna", 5, Optional.empty(), answers::add);
        var quick = answers.take();
        assertEquals(0, quick.certain(), "the slow one would come before it");
        assertEquals("quick", quick.groups().getFirst().found().getFirst().title());
        first.countDown();
        var all = answers.take();
        assertEquals("slow", all.groups().getFirst().found().getFirst().title());
        assertEquals(2, all.certain());
    }

    /** The answer to the older text comes after that to the newer one was asked for. */
    @Test
    void anAnswerToAnOlderTextIsDropped() throws InterruptedException {
        var asked = new ArrayList<String>();
        Finder holding = (String text, int most, Optional<Node> node) -> {
            asked.add(text);
            if (text.equals("an"))
                held.await();
            return List.of(found(text));
        };
        var finders = finders(holding);
        finders.find("an", 5, Optional.empty(), answers::add);
        finders.find("ann", 5, Optional.empty(), answers::add);
        finders.find("anna", 5, Optional.empty(), answers::add);
        held.countDown();
        assertEquals("anna", answers.take().groups().getFirst().found().getFirst().title());
        assertEquals(List.of("an", "anna"), asked, "the one in between was never begun");
        assertEquals(List.of(), List.copyOf(answers));
    }

    @Test
    void whatIsForgottenIsNotTold() throws InterruptedException {
        var began = new CountDownLatch(1);
        var told = new CountDownLatch(1);
        Finder holding = (_, _, _) -> {
            began.countDown();
            held.await();
            return List.of(found("late"));
        };
        var finders = finders(holding);
        finders.find("an", 5, Optional.empty(), answers::add);
        assertTrue(began.await(10, TimeUnit.SECONDS));
        finders.forget();
        held.countDown();
        finders.find("anna", 5, Optional.empty(), answer -> {
            answers.add(answer);
            told.countDown();
        });
        assertTrue(told.await(10, TimeUnit.SECONDS));
        assertEquals(1, answers.size());
    }
}
