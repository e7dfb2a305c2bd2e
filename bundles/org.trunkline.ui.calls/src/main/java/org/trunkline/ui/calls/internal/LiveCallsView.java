package org.trunkline.ui.calls.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.eclipse.jface.action.Action;
import org.eclipse.jface.action.IMenuManager;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.ui.PartInitException;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.ConferenceSeat;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.config.Names;
import org.trunkline.query.QueryText;
import org.trunkline.ui.Formats;
import org.trunkline.ui.NodeState;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.contribution.ActionMenu;
import org.trunkline.ui.contribution.ContactNames;
import org.trunkline.ui.extension.ActionTarget;
import org.trunkline.ui.look.NativeLook;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.Sort;
import org.trunkline.ui.table.TableSpec;
import org.trunkline.ui.view.DeskView;

/** The calls in progress, as they are now. */
public final class LiveCallsView extends DeskView {
    static final String ID = "org.trunkline.ui.calls.live";
    static final String HANG_UP = "org.trunkline.ui.calls.hangUp";

    private static final String DETAILS = "org.trunkline.ui.cdr.details";
    private static final String NUMBER = "+46701234567";
    private static final int LONGEST_ROOM = 18;

    private final Texts texts = Texts.of(LiveCallsView.class);
    private final Formats formats = Formats.ofPreferences();
    private final StateText states = StateText.create();
    private Optional<DataTable<LiveCall>> table = Optional.empty();
    private NodeState.Reach reach = NodeState.Reach.UP;

    @Override
    protected void create(Composite parent) {
        var names = new ContactNames(jobs(), parent, texts.get("live.title"));
        var calls = new DataTable<>(parent, new TableSpec<>("calls.live", texts.get("live.title"), columns(names),
                LiveCall::id, Optional.of(new Sort("duration", true))), jobs());
        table = Optional.of(calls);
        names.onChange(calls::reword);
        var steps = new FirstSteps(active(), jobs(), this::say);
        calls.whenEmpty(steps::show);
        calls.onMenu(menu -> fill(menu, calls));
        calls.onMenu(new ActionMenu("calls", active(), calls.control(),
                () -> calls.selectedRows().stream().map(ActionTarget.OfCall::new).toList())::fill);
        calls.onOpen(call -> showDetails(call.id()));
        adopt(calls, active()::retry);
        handleEvent(HANG_UP, key -> hangUp(calls.selectedRows(), key.getTrigger() instanceof Event e ? e : new Event()));
        bar(calls);
        showState(calls, active().state());
        until(active().watch(state -> UiThread.post(calls.control(), () -> {
            showState(calls, state);
            steps.heard(state);
        })));
        onOtherNode(calls.control(), () -> calls.setRows(List.of()));
        watchNode(node -> node.calls().watch(rows -> UiThread.post(calls.control(), () -> calls.setRows(rows))));
        watchNode(node -> node.watchConfiguration(() -> UiThread.post(calls.control(), steps::count)));
        UiThread.every(calls.control(), 1000, calls::repaint);
    }

    private void bar(DataTable<LiveCall> calls) {
        var hangUp = NativeLook.of(new Button(calls.bar(), SWT.PUSH));
        hangUp.setText(texts.get("live.hangup"));
        hangUp.setToolTipText(texts.get("live.hangup.tip"));
        hangUp.setEnabled(false);
        GridDataFactory.swtDefaults().applyTo(hangUp);
        hangUp.addListener(SWT.Selection, e -> hangUp(calls.selectedRows(), e));
        calls.onSelect(rows -> hangUp.setEnabled(!rows.isEmpty()));
        calls.arrangeBar();
    }

    private List<Column<LiveCall>> columns(ContactNames names) {
        return List.of(
                column("state", c -> c.parkedIn().map(slot -> texts.get("live.parked", slot)).orElseGet(() -> states.of(c.state())))
                        .sortedBy(LiveCall::state).number(c -> c.parkedIn().orElse(""))
                        .hover(c -> c.parkedIn().map(slot -> texts.get("live.parked.tip", slot)).orElseGet(() -> states.of(c.state())))
                        .tone(c -> states.tone(c.state()))
                        .room(Stream.of(CallState.values()).map(states::of).toList()),
                column("from", c -> names.beside(c.from().normalised())).hover(c -> LiveCallText.name(c.from())).monospaced()
                        .number(c -> c.from().normalised())
                        .room(NUMBER),
                column("to", c -> names.beside(c.to().normalised())).hover(c -> LiveCallText.name(c.to())).monospaced()
                        .number(c -> c.to().normalised()).room(NUMBER),
                column("duration", c -> formats.duration(LiveCallText.duration(c, Instant.now())))
                        .sortedBy(c -> -c.answeredAt().orElse(c.startedAt()).toEpochMilli())
                        .hover(c -> texts.get("live.started-at", formats.dateTime(c.startedAt()),
                                formats.utc(c.startedAt()))).alignedRight().room(formats.duration(Duration.ofHours(1))),
                column("mos", c -> formats.mos(LiveCallText.mos(c)))
                        .tone(c -> LiveCallText.mos(c).map(Formats::mosTone).orElse(Tone.PLAIN))
                        .sortedBy(c -> LiveCallText.mos(c).orElse(0.0)).room(formats.mosWords()),
                column("trunk", c -> c.trunk().orElse("")),
                column("direction", c -> states.of(c.direction()))
                        .room(Stream.of(Direction.values()).map(states::of).toList()).hiddenAtFirst(),
                column("codec", LiveCallText::codecs),
                column("conference", this::conference).tone(c -> c.conference().filter(ConferenceSeat::muted).map(_ -> Tone.OFF).orElse(Tone.PLAIN))
                        .number(c -> c.conference().map(ConferenceSeat::room).filter(Names::isDialled).orElse("")),
                column("listener", c -> c.listener().orElse("")).tone(c -> c.listener().map(_ -> Tone.WARN).orElse(Tone.PLAIN))
                        .number(c -> c.listener().orElse("")),
                column("started", c -> formats.time(c.startedAt())).sortedBy(LiveCall::startedAt)
                        .hover(c -> formats.utc(c.startedAt())).hiddenAtFirst(),
                column("id", c -> c.id().value()).monospaced().hiddenAtFirst());
    }

    private String conference(LiveCall call) {
        return call.conference().map(seat -> texts.get(seat.listensOnly() ? "live.conference.listens" : seat.muted() ? "live.conference.muted"
                : seat.speaking() ? "live.conference.speaks" : "live.conference.silent", room(seat))).orElse("");
    }

    /** Phones give the conferences that they begin names that are not to be guessed. */
    private static String room(ConferenceSeat seat) {
        return seat.room().length() <= LONGEST_ROOM ? seat.room() : seat.room().substring(0, LONGEST_ROOM) + '…';
    }

    private Column<LiveCall> column(String id, Function<LiveCall, String> text) {
        return Column.of(id, texts.get("live." + id), texts.get("live." + id + ".tip"), text);
    }

    private void showState(DataTable<LiveCall> calls, NodeState state) {
        if (state.reach() == reach)
            return;
        reach = state.reach();
        whileUp(calls.state(), state);
    }

    private void fill(IMenuManager menu, DataTable<LiveCall> calls) {
        calls.selected().ifPresent(call -> {
            List<LiveCall> chosen = calls.selectedRows(); // the rows move while the menu is open
            menu.add(new Action(texts.get("live.menu.hangup")) {
                @Override
                public void runWithEvent(Event click) {
                    hangUp(chosen, click);
                }
            });
            mute(menu, chosen);
            if (chosen.size() == 1 && call.listener().isPresent())
                menu.add(action("live.menu.stop-listening", () -> stopListening(call)));
            menu.add(action("live.menu.calls-from",
                    () -> showCalls(QueryText.clause(CdrField.NUMBER, call.from().normalised()))));
            menu.add(action("live.menu.calls-to",
                    () -> showCalls(QueryText.clause(CdrField.NUMBER, call.to().normalised()))));
            call.trunk().ifPresent(trunk -> menu.add(action("live.menu.calls-trunk",
                    () -> showCalls(QueryText.clause(CdrField.TRUNK, trunk)))));
        });
    }

    private void mute(IMenuManager menu, List<LiveCall> chosen) {
        var heard = ofConferences(chosen, false);
        var muted = ofConferences(chosen, true);
        if (!heard.isEmpty())
            menu.add(action("live.menu.mute", () -> mute(heard, true)));
        if (!muted.isEmpty())
            menu.add(action("live.menu.unmute", () -> mute(muted, false)));
    }

    private void stopListening(LiveCall call) {
        jobs().run(texts.get("live.menu.stop-listening"), (node, _) -> node.calls().stopListening(call.id()),
                _ -> say(texts.get("live.no-listener")), failure -> sayError(texts.get("live.not-stopped", failure.message())));
    }

    private static List<LiveCall> ofConferences(List<LiveCall> calls, boolean muted) {
        return calls.stream().filter(call -> call.conference().filter(seat -> !seat.listensOnly() && seat.muted() == muted).isPresent()).toList();
    }

    private void mute(List<LiveCall> calls, boolean muted) {
        String who = calls.size() == 1 ? calls.getFirst().from().normalised() : texts.get("live.many", calls.size());
        jobs().run(texts.get(muted ? "live.menu.mute" : "live.menu.unmute"), (node, _) -> {
            int there = 0;
            for (var call : calls)
                there += node.calls().mute(call.id(), muted) ? 1 : 0;
            return there;
        }, there -> say(texts.get(there == 0 ? "live.no-conference" : muted ? "live.muted" : "live.unmuted", who)),
                failure -> sayError(texts.get("live.not-muted", who, failure.message())));
    }

    private Action action(String key, Runnable run) {
        return new Action(texts.get(key)) {
            @Override
            public void run() {
                run.run();
            }
        };
    }

    /** Selects a call, now or once it is there. */
    void select(CallId call) {
        onceFilled(() -> table.ifPresent(t -> t.select(call)));
    }

    /** They follow the selection, live; the view is of another bundle, which a desk may lack. */
    private void showDetails(CallId call) {
        try {
            getSite().getPage().showView(DETAILS);
        } catch (PartInitException e) {
            showCalls(QueryText.clause(CdrField.ID, call.value()));
        }
    }

    private void hangUp(List<LiveCall> calls, Event trigger) {
        new HangUp(jobs(), this::say, this::sayError).of(getSite().getShell(), calls, trigger);
    }

    @Override
    public void setFocus() {
        table.ifPresent(DataTable::setFocus);
    }
}
