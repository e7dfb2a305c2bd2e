package org.trunkline.ui.trunks.internal.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.ui.ISelectionListener;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.schema.Secret;
import org.trunkline.ui.Failure;
import org.trunkline.ui.SavedInPlace;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.extension.EditedEntry;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.FormPane;
import org.trunkline.ui.form.FormValues;
import org.trunkline.ui.form.Offered;
import org.trunkline.ui.look.PaneAction;
import org.trunkline.ui.look.PartFocus;
import org.trunkline.ui.look.StatePane;
import org.trunkline.ui.search.CdrNavigator;
import org.trunkline.ui.trunks.internal.card.PhoneCardDialog;
import org.trunkline.ui.trunks.internal.form.FormDeck;
import org.trunkline.ui.trunks.internal.model.Editing;
import org.trunkline.ui.trunks.internal.model.Entries;
import org.trunkline.ui.trunks.internal.model.Entry;
import org.trunkline.ui.trunks.internal.model.FieldText;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.NodeCheck;
import org.trunkline.ui.trunks.internal.model.OwnKind;
import org.trunkline.ui.trunks.internal.model.SubscriberForm;
import org.trunkline.ui.trunks.internal.template.TemplateBar;
import org.trunkline.ui.trunks.internal.testcall.TestCallDialog;
import org.trunkline.ui.view.DeskView;

/**
 * Edits one entry. Checked as it is typed, first here, then by the node; saved only when right, and whole. What is
 * selected elsewhere meanwhile waits until the changes are saved or taken back.
 */
public final class EditorView extends DeskView implements SavedInPlace {
    /** What is said once of an entry. @param password for a phone card */
    private record Note(Kind kind, String key, String text, Secret password) {}

    static final String ID = "org.trunkline.ui.trunks.editor";
    static final String DELETE = "org.trunkline.ui.trunks.delete";
    static final String REVERT = "org.trunkline.ui.trunks.revert";
    private static final int SETTLE_MS = 600;
    private static final int SECTIONS_MS = 5000;

    private final Texts texts = Texts.of(Kind.class);
    private final FieldText fieldText = new FieldText(texts);
    private final TrunkTrialText trialText = new TrunkTrialText(texts);
    private Optional<Job> trying = Optional.empty();
    /** Those whose windows may be open. */
    private final List<TypedTrunk> tried = new ArrayList<>();
    private Optional<StatePane> pane = Optional.empty();
    private Optional<EditorHead> head = Optional.empty();
    private Optional<TemplateBar> templates = Optional.empty();
    private Optional<FormDeck> deck = Optional.empty();
    private Optional<NodeCheck> check = Optional.empty();
    private Optional<Editing<?, ?>> editing = Optional.empty();
    private Optional<Entry> waiting = Optional.empty();
    /** Stays while its entry does: the table may lead back to it. */
    private Optional<Note> note = Optional.empty();
    private boolean dirty;
    private boolean saving;

    @Override
    protected void create(Composite parent) {
        var state = new StatePane(parent);
        pane = Optional.of(state);
        var page = new Composite(state.content(), SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(page);
        head = Optional.of(new EditorHead(page, texts, this::tryTrunk, this::save, this::revert, this::delete));
        templates = Optional.of(new TemplateBar(page, active(), new TrunkInForm()));
        deck = Optional.of(new FormDeck(page, texts, this::typed,
                (kind, key) -> EditorNavigation.reveal(getSite().getPage(), kind, key)));
        check = Optional.of(new NodeCheck(jobs(), page, texts.get("editor.checking")));
        handle(DELETE, this::delete);
        handle(REVERT, this::revert);
        nothing();
        ISelectionListener listener = (part, selection) -> selected(selection);
        getSite().getPage().addSelectionListener(EntriesView.ID, listener);
        parent.addListener(SWT.Dispose, e -> getSite().getPage().removeSelectionListener(EntriesView.ID, listener));
        onOtherNode(parent, this::leaveNode);
        watchNode(node -> node.watchConfiguration(() -> UiThread.post(parent, this::offer)));
        watchNode(node -> node.plugins().watch(() -> UiThread.post(parent, this::offerTemplates)));
        until(active().watchNode(node -> UiThread.post(parent, this::offer)));
        until(active().watchNode(node -> UiThread.post(parent, this::offerTemplates)));
        until(active().watch(now -> UiThread.post(parent, this::tell)));
        UiThread.every(page, SECTIONS_MS, this::refresh);
    }

    private void nothing() {
        pane.ifPresent(p -> p.showEmpty(texts.get("editor.none"),
                List.of(new PaneAction(texts.get("kind.subscriber.add"), () -> create(OwnKind.SUBSCRIBER)),
                        new PaneAction(texts.get("kind.ring-group.add"), () -> create(OwnKind.RING_GROUP)),
                        new PaneAction(texts.get("kind.number.add"), () -> create(OwnKind.NUMBER)),
                        new PaneAction(texts.get("kind.trunk.add"), () -> create(OwnKind.TRUNK)),
                        new PaneAction(texts.get("kind.route.add"), () -> create(OwnKind.ROUTE)))));
    }

    private void selected(ISelection selection) {
        if (!(selection instanceof IStructuredSelection rows))
            return;
        if (rows.getFirstElement() instanceof Entry entry) {
            boolean same = editing.filter(e -> e.kind().is(entry.kind()) && e.key().equals(Optional.of(entry.key())))
                    .isPresent();
            if (same && editing.get().kind().equals(entry.kind()) && editing.get().present().equals(Optional.of(entry.value())))
                return;
            if (same && !dirty)
                open(Editing.of(entry.kind(), entry.value()));
            else if (!same)
                turnTo(entry);
        } else {
            UiThread.later(deck().control(), SETTLE_MS, this::leaveUnselected);
        }
    }

    /** A table that loads again has no selection for a moment; only one that stays away closes the entry. */
    private void leaveUnselected() {
        boolean none = getSite().getPage().getSelection(EntriesView.ID) instanceof IStructuredSelection rows
                && rows.isEmpty();
        if (none && !dirty && editing.filter(e -> e.present().isPresent()).isPresent()) {
            editing = Optional.empty();
            nothing();
        }
    }

    /** What is open belongs to the node that is no longer shown. */
    private void leaveNode() {
        editing.ifPresent(e -> {
            if (dirty)
                sayError(texts.get("editor.left-node", title()));
            form(e.kind()).show(e.original(), e.present().isPresent());
            show();
        });
        saving = false;
        editing = Optional.empty();
        waiting = Optional.empty();
        note = Optional.empty();
        tried.clear();
        nothing();
    }

    private void turnTo(Entry entry) {
        if (dirty) {
            waiting = Optional.of(entry);
            head.ifPresent(h -> h.ask(texts.get("editor.waiting", title(), nameOf(entry.kind(), entry.key()))));
        } else {
            open(Editing.of(entry.kind(), entry.value()));
        }
    }

    private void create(Kind kind) {
        create(kind, Map.of());
    }

    /** Begins a new entry, unless another is not saved yet. @param values what some of its fields begin with */
    void create(Kind kind, Map<String, String> values) {
        onceFilled(() -> {
            if (dirty)
                head.ifPresent(h -> h.ask(texts.get("editor.unsaved", title())));
            else
                begin(kind, values);
            UiThread.post(deck().control(), this::focusForm);
        });
    }

    private void begin(Kind kind, Map<String, String> values) {
        open(Editing.blank(kind));
        var known = new HashMap<>(values);
        known.keySet().retainAll(kind.form().fields().stream().map(FormField::name).toList());
        if (known.isEmpty())
            return;
        form(kind).type(known);
        typed();
    }

    private void open(Editing<?, ?> next) {
        editing = Optional.of(next);
        waiting = Optional.empty();
        check().set(List.of());
        boolean typedHere = deck().hasFocus();
        deck().show(next.kind()).show(next.original(), next.present().isPresent());
        pane.ifPresent(StatePane::showContent);
        note = note.filter(n -> n.kind().is(next.kind()) && Optional.of(n.key()).equals(next.key()));
        trying.ifPresent(Job::cancel);
        head.ifPresent(h -> h.offerTry(next.kind().is(OwnKind.TRUNK)));
        note.ifPresentOrElse(this::say, () -> head.ifPresent(h -> h.ask("")));
        templates.ifPresent(bar -> bar.show(next.present().isEmpty() && next.kind().is(OwnKind.TRUNK) ? Optional.of(next.original())
                : Optional.empty()));
        offer();
        tell();
        refresh();
        show();
        if (typedHere && !deck().hasFocus())
            focusForm(); // it was in the form that is covered now
    }

    private FormPane form(Kind kind) {
        return deck().of(kind);
    }

    private FormDeck deck() {
        return deck.orElseThrow();
    }

    private NodeCheck check() {
        return check.orElseThrow();
    }

    private String title() {
        return editing.map(e -> e.key().map(k -> nameOf(e.kind(), k))
                .orElseGet(() -> e.kind().text(texts).fresh())).orElse("");
    }

    private String nameOf(Kind kind, String key) {
        return kind.text(texts).named(key);
    }

    private void typed() {
        check().typed(() -> editing.filter(e -> active().state().up())
                .map(e -> new NodeCheck.Question(e, form(e.kind()).read())), this::show);
        show();
    }

    /** Brings errors, buttons and the dirty mark up to what is typed. */
    private void show() {
        editing.ifPresent(e -> {
            FormPane form = form(e.kind());
            FormValues values = form.read();
            var errors = errors(e, values);
            Optional<String> elsewhere = form.errors(errors);
            boolean nowDirty = e.dirty(values);
            head.ifPresent(h -> h.show(title(), nowDirty, saving, errors.isEmpty(),
                    e.present().isPresent() && !saving, nowDirty ? elsewhere.orElse("") : ""));
            if (nowDirty != dirty) {
                dirty = nowDirty;
                firePropertyChange(PROP_DIRTY);
            }
        });
    }

    private List<FieldError> errors(Editing<?, ?> e, FormValues values) {
        var all = new ArrayList<>(e.check(values).errors());
        all.addAll(check().errors());
        return all;
    }

    private void save() {
        doSave(new NullProgressMonitor());
    }

    /** Returns at once: the node saves in a job, and the part is dirty until it has. */
    @Override
    public void doSave(IProgressMonitor monitor) {
        if (!dirty || saving)
            return;
        editing.ifPresent(this::save);
    }

    private <E, D> void save(Editing<E, D> e) {
        FormPane form = form(e.kind());
        FormValues values = form.read();
        var errors = errors(e, values);
        if (!errors.isEmpty()) {
            form.touchAll();
            form.errors(errors);
            form.focus(errors);
            sayError(texts.get("editor.wrong", title()));
            return;
        }
        saving = true;
        show();
        jobs().run(texts.get("editor.saving", title()), (node, job) -> e.save(node, values),
                result -> saved(e, values, result), failure -> {
                    saving = false;
                    failed(failure);
                }, this::cancelled);
    }

    /** Whether the node has saved it all the same shows in the table. */
    private void cancelled() {
        saving = false;
        show();
    }

    private <E, D> void saved(Editing<E, D> e, FormValues values, SaveResult<E> result) {
        saving = false;
        switch (result) {
            case SaveResult.Saved<E>(E value) -> saved(e, value, values);
            case SaveResult.Rejected<E>(List<FieldError> errors) -> {
                check().set(errors);
                form(e.kind()).touchAll();
                show();
                form(e.kind()).focus(errors);
            }
            case SaveResult.Missing<E>(String key) -> {
                head.ifPresent(h -> h.ask(texts.get("editor.gone", nameOf(e.kind(), key))));
                show();
            }
            case SaveResult.InUse<E>(List<String> dependents) -> inUse(dependents);
        }
    }

    private <E, D> void saved(Editing<E, D> e, E value, FormValues values) {
        Optional<Entry> next = waiting;
        FormValues now = form(e.kind()).read();
        Optional<String> password = form(e.kind()).shownPassword();
        Optional<String> typed = e.kind().is(OwnKind.SUBSCRIBER) ? values.secret("password") : Optional.empty();
        var after = new Editing<>(e.kind(), e.form(), Optional.of(value), e.form().values(value));
        tried.forEach(trunk -> trunk.saved(e, after));
        open(after);
        say(texts.get("editor.saved", title()));
        note = password.map(p -> texts.get("editor.password-once", title(), p)).or(() -> typed.map(_ -> texts.get("editor.card-next", title())))
                .map(text -> new Note(e.kind(), e.form().key(value), text, new Secret(typed)));
        note.ifPresent(this::say);
        if (!now.equals(values)) {
            form(e.kind()).type(now.changedSince(values)); // somebody went on typing while the node saved
            show();
        }
        focusWhileActive();
        next.ifPresentOrElse(this::turnTo, () -> EditorNavigation.reveal(getSite().getPage(), e.kind(), e.form().key(value)));
    }

    private void say(Note about) {
        head.ifPresent(h -> {
            if (about.password().given().isPresent())
                h.offer(about.text(), texts.get("editor.card"), () -> PhoneCardDialog.open(getSite().getShell(), active(), about.key(),
                        about.password()));
            else
                h.note(about.text());
        });
    }

    /** The button that had the focus is off now. */
    private void focusWhileActive() {
        UiThread.post(deck().control(), () -> {
            if (getSite().getPage().getActivePart() == this)
                focusForm();
        });
    }

    private void inUse(List<String> dependents) {
        String users = dependents.stream().map(fieldText::dependent).collect(Collectors.joining(", "));
        head.ifPresent(h -> h.ask(texts.get("editor.in-use", title(), users)));
        show();
    }

    private void failed(Failure failure) {
        show();
        head.ifPresent(h -> h.ask(failure.message()));
        sayError(failure.message());
    }

    /** Tries the trunk as it is typed; it need not be saved. */
    private void tryTrunk() {
        editing.filter(e -> e.kind().is(OwnKind.TRUNK)).ifPresent(e -> {
            Optional<Trunk> draft = e.check(form(OwnKind.TRUNK).read()).draft().map(Trunk.class::cast);
            if (draft.isEmpty()) {
                form(OwnKind.TRUNK).touchAll();
                show();
                return;
            }
            trying.ifPresent(Job::cancel);
            head.ifPresent(h -> h.note(texts.get("trunk-trial.trying", title())));
            trying = Optional.of(jobs().run(texts.get("trunk-trial.trying", title()),
                    (node, _) -> node.trials().trunk(draft.get()), result -> {
                        if (editing.filter(now -> now.kind() == e.kind() && now.key().equals(e.key())).isPresent())
                            tried(e, draft.get(), trialText.of(result));
                    }, this::failed, () -> head.ifPresent(h -> h.ask(""))));
        });
    }

    /** It can be tried by a call too, whose window may outlive this view. */
    private void tried(Editing<?, ?> of, Trunk draft, String what) {
        var trunk = tried.stream().filter(before -> before.isOf(of)).findFirst().orElseGet(() -> typedTrunk(of, draft));
        head.ifPresent(h -> h.offer(what, texts.get("trunk-trial.call"),
                () -> TestCallDialog.open(getSite().getShell(), active(), getSite().getService(CdrNavigator.class), trunk)));
    }

    private TypedTrunk typedTrunk(Editing<?, ?> of, Trunk draft) {
        var trunk = new TypedTrunk(of, draft, () -> editing.filter(_ -> !deck().control().isDisposed()), () -> form(OwnKind.TRUNK).read());
        tried.add(trunk);
        return trunk;
    }

    private void revert() {
        editing.filter(e -> !saving).ifPresent(e -> {
            Optional<Entry> next = waiting;
            if (next.isPresent() || e.present().isPresent()) {
                form(e.kind()).show(e.original(), e.present().isPresent());
                show();
                head.ifPresent(h -> h.ask(""));
                waiting = Optional.empty();
                next.ifPresent(this::turnTo);
            } else {
                form(e.kind()).show(e.original(), false);
                show();
                editing = Optional.empty();
                nothing();
            }
        });
    }

    /** Says what uses the entry; where nothing does, it asks in the pane itself, and the second press does it. */
    private void delete() {
        editing.filter(e -> e.present().isPresent()).ifPresent(e -> jobs().read(texts.get("editor.checking"),
                (node, job) -> Entries.users(node, e.kind(), e.key().orElseThrow(), job), users -> {
                    if (editing.filter(e::equals).isEmpty())
                        return; // another one is open by now
                    if (users.isEmpty())
                        head.ifPresent(h -> h.confirm(texts.get("editor.delete.sure", title()), texts.get("editor.delete"),
                                () -> delete(e)));
                    else
                        inUse(users);
                }, this::failed));
    }

    private <E, D> void delete(Editing<E, D> e) {
        String name = title();
        jobs().run(texts.get("editor.deleting", name), (node, job) -> e.delete(node), result -> {
            switch (result) {
                case SaveResult.Saved<E> gone -> deleted(e, name);
                case SaveResult.Missing<E> gone -> deleted(e, name);
                case SaveResult.Rejected<E>(List<FieldError> errors) -> head.ifPresent(h -> h.ask(errors.stream()
                        .map(fieldText::sentence).collect(Collectors.joining(" "))));
                case SaveResult.InUse<E>(List<String> dependents) -> inUse(dependents);
            }
        }, this::failed);
    }

    /** Another entry may be edited by now: that one stays. */
    private void deleted(Editing<?, ?> gone, String name) {
        if (editing.filter(e -> e.kind().is(gone.kind()) && e.key().equals(gone.key())).isPresent()) {
            form(gone.kind()).show(gone.original(), true);
            show();
            editing = Optional.empty();
            nothing();
        }
        say(texts.get("editor.deleted", name));
    }

    /** The names that fields offer: trunks in a route, subscribers in a number. */
    private void offer() {
        Optional<Kind> kind = editing.map(Editing::kind).filter(k -> active().state().up());
        kind.ifPresent(of -> of.form().fields().stream().map(FormField::type).distinct().forEach(type -> Offered
                .of(type).ifPresent(offered -> jobs().read(texts.get("editor.checking"), offered,
                        names -> form(of).offer(type, names), failure -> { }))));
    }

    /** What the node tells of the entry while it is open. */
    private void tell() {
        editing.filter(e -> e.kind() == OwnKind.SUBSCRIBER).ifPresent(e -> form(OwnKind.SUBSCRIBER).tell(
                SubscriberForm.TRANSFERS, active().state().status().map(s -> texts.get(s.passesTransfers()
                        ? "transfers.passed" : "transfers.made")).stream().toList()));
    }

    private void offerTemplates() {
        templates.ifPresent(TemplateBar::refresh);
    }

    /** What contributed sections say of the entry. */
    private void refresh() {
        editing.filter(e -> deck().control().isVisible())
                .ifPresent(e -> deck().refresh(e.kind(), new EditedEntry(e.kind().code(), e.key()), active().node()));
    }

    /** The new trunk that a template fills in. */
    private final class TrunkInForm implements TemplateBar.Form {
        @Override
        public FormValues read() {
            return form(OwnKind.TRUNK).read();
        }

        @Override
        public void fill(FormValues values) {
            FormPane form = form(OwnKind.TRUNK);
            form.type(values.changedSince(form.read()));
            typed();
            form.focus(List.of());
        }
    }

    @Override
    public boolean isDirty() {
        return dirty;
    }

    @Override
    public void setFocus() {
        deck.ifPresent(d -> PartFocus.give(d.control(), this::focusForm));
    }

    private void focusForm() {
        if (editing.isPresent())
            form(editing.get().kind()).focus(List.of());
        else
            pane.ifPresent(p -> p.control().setFocus());
    }
}
