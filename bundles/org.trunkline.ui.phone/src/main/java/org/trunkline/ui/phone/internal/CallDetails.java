package org.trunkline.ui.phone.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.PlatformUI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.phone.LineState;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.query.QueryText;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.KnownNodes;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.dialog.Question;
import org.trunkline.ui.phone.internal.account.AccountNode;
import org.trunkline.ui.phone.internal.desk.DeskPhone;
import org.trunkline.ui.phone.internal.words.PhoneWords;

/** Opens a call of the phone with its ladder, at the node of its account: in Operations while it lasts, then among the records. UI thread only. */
final class CallDetails {
    private static final Logger LOG = LoggerFactory.getLogger(CallDetails.class);
    private static final String VIEW = "org.trunkline.ui.cdr.details";
    /** Until all views have heard of the other node: they forget what was selected. */
    private static final int SETTLE_MS = 300;

    /** A call that is opened once the desk shows its node. @param node its identity */
    private record Wanted(String node, LineState line) {}

    private final Texts texts = PhoneWords.texts();
    private final ActiveNode active = PlatformUI.getWorkbench().getService(ActiveNode.class);
    private final KnownNodes known = PlatformUI.getWorkbench().getService(KnownNodes.class);
    private final IWorkbenchPage page;
    private final NodeJobs jobs;
    private final Consumer<String> records;
    private final Consumer<String> refused;
    private Optional<Wanted> wanted = Optional.empty();

    /** @param records shows the calls of a query @param refused told why a call cannot be shown, on any thread */
    CallDetails(IWorkbenchPage page, NodeJobs jobs, Consumer<String> records, Consumer<String> refused) {
        this.page = page;
        this.jobs = jobs;
        this.records = records;
        this.refused = refused;
    }

    void open(LineState line) {
        wanted = Optional.empty();
        var account = DeskPhone.get().known().accounts().stream().filter(a -> a.id().equals(line.account())).findFirst();
        var shown = active.state();
        var at = account.flatMap(a -> AccountNode.of(a, shown, known.list()));
        if (at.filter(node -> !node.identity().equals(shown.identity())).isPresent())
            offer(line, shown, at.get());
        else if (line.state() == LineState.State.ENDED)
            records.accept(QueryText.clause(CdrField.CALL_ID, line.callId()));
        else
            jobs.read(texts.get("recent.title"), (node, monitor) -> node.calls().list().stream()
                    .filter(call -> account.filter(a -> isOf(call, a.user(), line.number())).isPresent()).findFirst(),
                    found -> found.ifPresentOrElse(this::open, () -> refused.accept(at.isPresent() ? texts.get("details.not-yet", name(shown))
                            : texts.get("details.elsewhere", name(shown), account.map(PhoneAccount::domain).orElse("")))), failure -> refused.accept(failure.message()));
    }

    private void open(LiveCall call) {
        DeskCommands.run(PlatformUI.getWorkbench(), DeskCommands.LIVE_CALL, Map.of(DeskCommands.LIVE_CALL_ID, call.id().value()));
        try {
            page.showView(VIEW, null, IWorkbenchPage.VIEW_VISIBLE); // it follows what is selected in the active view
        } catch (PartInitException e) {
            LOG.warn("the details of a call cannot be shown: {}", e.getMessage());
        }
    }

    /** The node does not tell the Call-IDs of calls in progress: it is the one of this phone with that number. */
    private static boolean isOf(LiveCall call, String user, String number) {
        return call.legs().stream().anyMatch(leg -> leg.peer().equals(user)) && Stream.of(call.from(), call.to())
                .anyMatch(party -> party.normalised().equals(number) || party.dialled().equals(number));
    }

    private void offer(LineState line, NodeState shown, NodeState at) {
        Question.ask(page.getWorkbenchWindow().getShell(), texts.get("details.other.title"), texts.get("details.other", name(shown), name(at)),
                List.of(new Question.Answer(texts.get("details.other.show", name(at)), () -> turn(line, at))), texts.get("link.cancel"));
    }

    private void turn(LineState line, NodeState at) {
        wanted = Optional.of(new Wanted(at.identity(), line));
        known.show(at, why -> UiThread.post(page.getWorkbenchWindow().getShell(), () -> {
            wanted = Optional.empty();
            refused.accept(why);
        }));
    }

    /** What the desk shows now. */
    void shown(NodeState state) {
        wanted.filter(it -> state.up() && state.identity().equals(it.node())).ifPresent(it -> {
            wanted = Optional.empty();
            UiThread.later(page.getWorkbenchWindow().getShell(), SETTLE_MS, () -> open(current(it.line())));
        });
    }

    private static LineState current(LineState line) {
        return DeskPhone.get().known().state().stream().flatMap(state -> state.lines().stream()).filter(it -> it.id().equals(line.id())).findFirst()
                .orElse(line);
    }

    private String name(NodeState node) {
        return node.kind() == NodeState.Kind.EMBEDDED ? texts.get("details.embedded") : node.name().replaceFirst("^https?://", "");
    }
}
