package org.trunkline.ui.contribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.trunkline.api.node.Node;
import org.trunkline.ui.extension.Finder;
import org.trunkline.ui.extension.Found;

/**
 * Asks all contributed finders for a text. What was asked before is forgotten: its answers are dropped, and a finder that has
 * not begun with it never does. Any thread.
 */
public final class Finders {
    /** Results of one finder. */
    public record Group(String label, List<Found> found) {
        public Group {
            found = List.copyOf(found);
        }
    }

    /**
     * What is known so far.
     *
     * @param groups with results, in the order of the finders
     * @param certain how many of them no later answer comes before
     * @param complete whether all finders have answered
     */
    public record Answer(List<Group> groups, int certain, boolean complete) {
        public Answer {
            groups = List.copyOf(groups);
        }
    }

    private static final int MOST = 20;

    private final Sources<Finder> sources;
    private int turn;

    public Finders() {
        this(Sources.ofRegistry("finders", "finder", Finder.class));
    }

    Finders(Supplier<List<Contribution<Finder>>> contributions) {
        sources = new Sources<>(contributions, new ThreadPoolExecutor.DiscardOldestPolicy());
    }

    /** Answers to earlier texts are not wanted any more. */
    public synchronized void forget() {
        turn++;
    }

    /** @param most of each finder @param told of each answer that comes, on a finder's thread */
    public void find(String text, int most, Optional<Node> node, Consumer<Answer> told) {
        int bounded = Math.clamp(most, 1, MOST);
        var round = new Round(next(), told);
        var asked = sources.ask(finder -> finder.find(text, bounded, node));
        round.expect(asked.keySet().stream().map(Contribution::label).toList());
        int place = 0;
        for (var answer : asked.values()) {
            int mine = place++;
            answer.whenComplete((found, failure) -> round.came(mine, failure == null
                    ? found.stream().limit(bounded).toList() : List.of()));
        }
    }

    private synchronized int next() {
        return ++turn;
    }

    private synchronized boolean isNow(int asked) {
        return asked == turn;
    }

    /** The answers to one text. */
    private final class Round {
        private final int mine;
        private final Consumer<Answer> told;
        private final List<String> labels = new ArrayList<>();
        private final List<Optional<List<Found>>> answers = new ArrayList<>();

        Round(int mine, Consumer<Answer> told) {
            this.mine = mine;
            this.told = told;
        }

        synchronized void expect(List<String> finders) {
            labels.addAll(finders);
            finders.forEach(_ -> answers.add(Optional.empty()));
            if (finders.isEmpty())
                told.accept(new Answer(List.of(), 0, true));
        }

        /** One after the other, so that what is told last is the latest. */
        synchronized void came(int place, List<Found> found) {
            answers.set(place, Optional.of(found));
            if (isNow(mine))
                told.accept(now());
        }

        private Answer now() {
            var groups = new ArrayList<Group>();
            int certain = 0;
            boolean all = true;
            for (int i = 0; i < answers.size(); i++) {
                all &= answers.get(i).isPresent();
                List<Found> found = answers.get(i).orElse(List.of());
                if (!found.isEmpty())
                    groups.add(new Group(labels.get(i), found));
                if (all)
                    certain = groups.size();
            }
            return new Answer(groups, certain, all);
        }
    }
}
