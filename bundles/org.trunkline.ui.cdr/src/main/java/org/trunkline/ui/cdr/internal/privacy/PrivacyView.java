package org.trunkline.ui.cdr.internal.privacy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.jface.layout.GridLayoutFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.SashForm;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.FileDialog;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.privacy.PersonChange;
import org.trunkline.api.privacy.RetentionStatus;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.domain.config.Retention;
import org.trunkline.export.PersonFile;
import org.trunkline.export.WholeFile;
import org.trunkline.ui.DeskView;
import org.trunkline.ui.Failure;
import org.trunkline.ui.Formats;
import org.trunkline.ui.PaneAction;
import org.trunkline.ui.Texts;
import org.trunkline.ui.UiThread;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.DataTable;
import org.trunkline.ui.table.TableSpec;

/** Privacy: how long things are kept, what is held all the same, and what a person may ask for. */
public final class PrivacyView extends DeskView {
    public static final String ID = "org.trunkline.ui.cdr.privacy";
    private static final int POLL_MS = 5000;
    private static final int MOST = 1000;

    private final Texts texts = Texts.of(PrivacyView.class);
    private final Formats formats = Formats.ofPreferences();
    private final PrivacyTexts words = new PrivacyTexts(texts, formats);
    private Optional<Widgets> widgets = Optional.empty();
    private boolean reading;

    private record Widgets(RetentionPane retention, PersonPane person, DataTable<LegalHold> table, HoldForm form,
            Runnable room) {}

    /** What the node says. */
    private record Read(RetentionStatus retention, List<LegalHold> holds) {}

    @Override
    protected void create(Composite parent) {
        var sash = new SashForm(parent, SWT.HORIZONTAL | SWT.SMOOTH);
        var scrolled = new ScrolledComposite(sash, SWT.V_SCROLL);
        var left = new Composite(scrolled, SWT.NONE);
        GridLayoutFactory.fillDefaults().margins(8, 8).spacing(0, 8).applyTo(left);
        var retention = new RetentionPane(left, texts, words, new RetentionPane.Actions(this::save, this::apply, this::newKey));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(retention.control());
        var person = new PersonPane(left, texts, new PersonPane.Actions(this::find, this::export,
                () -> change("pseudonymise"), () -> change("erase")));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(person.control());
        scrolled.setContent(left);
        scrolled.setExpandHorizontal(true);
        scrolled.setExpandVertical(true);
        Runnable room = () -> {
            scrolled.setMinHeight(left.computeSize(scrolled.getClientArea().width, SWT.DEFAULT, true).y);
            left.layout(true, true);
        };
        scrolled.addListener(SWT.Resize, e -> room.run());
        var right = new Composite(sash, SWT.NONE);
        GridLayoutFactory.fillDefaults().spacing(0, 0).applyTo(right);
        var table = new DataTable<>(right, new TableSpec<>("calls.holds", texts.get("hold.title"), columns(), LegalHold::name),
                jobs());
        GridDataFactory.fillDefaults().grab(true, true).applyTo(table.control());
        table.whenEmpty(texts.get("hold.none"), new PaneAction(texts.get("hold.new"), this::begin));
        var form = new HoldForm(right, texts, new HoldForm.Actions(this::hold, this::lift, this::showHeld, this::begin));
        GridDataFactory.fillDefaults().grab(true, false).applyTo(form.control());
        widgets = Optional.of(new Widgets(retention, person, table, form, room));
        sash.setWeights(45, 55);
        table.onSelect(rows -> rows.stream().findFirst().ifPresent(row -> form.fill(Optional.of(row))));
        table.onOpen(row -> showCalls(row.query()));
        adopt(table, this::read);
        until(active().watchNode(node -> UiThread.post(parent, this::read)));
        UiThread.every(parent, POLL_MS, () -> {
            if (parent.isVisible())
                read();
        });
        read();
    }

    private List<Column<LegalHold>> columns() {
        return List.of(column("name", LegalHold::name), column("query", LegalHold::query),
                column("reason", LegalHold::reason), column("who", LegalHold::who),
                column("since", h -> formats.dateTime(h.since())));
    }

    private Column<LegalHold> column(String id, Function<LegalHold, String> text) {
        return Column.of(id, texts.get("hold.column." + id), texts.get("hold.column." + id + ".tip"), text);
    }

    private void read() {
        if (reading)
            return;
        reading = true;
        jobs().<Read>read(texts.get("reading"), (node, monitor) -> new Read(node.privacy().retention(),
                node.privacy().holds().list(Optional.empty(), MOST).items()), found -> {
            reading = false;
            widgets.ifPresent(w -> {
                if (w.retention().show(found.retention(), false))
                    w.room().run(); // sentences wrap
                w.table().setRows(found.holds());
            });
        }, failure -> {
            reading = false;
            widgets.ifPresent(w -> w.table().showFailure(failure.message(), failure.cause(), this::read));
        });
    }

    private void failed(Failure failure) {
        sayError(failure.message());
    }

    private void save() {
        widgets.ifPresent(w -> {
            var draft = w.retention().draft();
            if (!confirmed("retention.save", texts.get("retention.confirm")))
                return;
            jobs().<RetentionStatus>run(texts.get("retention.saving"), (node, monitor) -> {
                if (node.privacy().retain(draft) instanceof SaveResult.Rejected<Retention>(var errors))
                    throw new IllegalArgumentException(errors.getFirst().message());
                return node.privacy().retention();
            }, status -> {
                w.retention().show(status, true);
                say(texts.get("retention.saved"));
            }, failure -> w.retention().failed(failure.message()));
        });
    }

    private void apply() {
        if (confirmed("retention.apply", texts.get("retention.apply.confirm")))
            jobs().<RetentionStatus.Sweep>run(texts.get("retention.applying"), (node, monitor) -> node.privacy().sweep(),
                    done -> read(), failure -> widgets.ifPresent(w -> w.retention().failed(failure.message())));
    }

    private void newKey() {
        if (confirmed("retention.key", texts.get("retention.key.confirm")))
            jobs().<RetentionStatus.Key>run(texts.get("retention.key"), (node, monitor) -> node.privacy().newKey(), key -> {
                say(words.key(key));
                read();
            }, failure -> widgets.ifPresent(w -> w.retention().failed(failure.message())));
    }

    private boolean confirmed(String title, String question) {
        return MessageDialog.openConfirm(getSite().getShell(), texts.get(title), question);
    }

    private void find() {
        widgets.ifPresent(w -> {
            String number = w.person().number();
            w.person().busy(texts.get("person.finding"));
            jobs().<Optional<PersonPreview>>run(texts.get("person.finding"), (node, monitor) -> PersonPreview.read(
                    node.privacy(), number, (read, of) -> {
                        UiThread.post(w.person().control(), () -> w.person().busy(texts.get("person.reading",
                                formats.count(read), formats.count(of))));
                        return !monitor.isCanceled();
                    }), found -> found.ifPresentOrElse(p -> w.person().found(p, words.preview(p)),
                            () -> w.person().done("", false)), failure -> w.person().done(failure.message(), true));
        });
    }

    private void export() {
        var dialog = new FileDialog(getSite().getShell(), SWT.SAVE);
        dialog.setText(texts.get("person.export"));
        dialog.setFilterExtensions("*.zip");
        dialog.setFileName("person.zip");
        dialog.setOverwrite(true);
        var chosen = dialog.open();
        if (chosen != null)
            export(Path.of(chosen.endsWith(".zip") ? chosen : chosen + ".zip"));
    }

    /** Writes what was found to a file, which appears when it is whole. */
    public void export(Path file) {
        widgets.ifPresent(w -> w.person().found().ifPresent(p -> {
            w.person().busy(texts.get("person.exporting", file.getFileName()));
            jobs().<Long>run(texts.get("person.exporting", file.getFileName()), (node, monitor) -> {
                var export = PersonFile.of(node.privacy(), p.number(), Instant.now());
                try {
                    return WholeFile.write(file, out -> export.writeTo(out, (read, of) -> !monitor.isCanceled()));
                } catch (CancellationException e) {
                    throw new OperationCanceledException(e.getMessage());
                }
            }, count -> w.person().done(texts.get("person.exported", formats.count(count), file), false),
                    failure -> w.person().done(failure.message(), true));
        }));
    }

    /** @param what {@code erase} or {@code pseudonymise} */
    private void change(String what) {
        widgets.ifPresent(w -> w.person().found().ifPresent(p -> {
            if (!confirmed("person." + what, texts.get("person." + what + ".confirm", p.free(), formats.count(p.free()),
                    p.number())))
                return;
            w.person().busy(texts.get("person.changing"));
            jobs().<PersonChange>run(texts.get("person.changing"), (node, monitor) -> what.equals("erase")
                    ? node.privacy().erase(p.number()) : node.privacy().pseudonymise(p.number()),
                    done -> w.person().done(words.changed(what, done), false),
                    failure -> w.person().done(failure.message(), true));
        }));
    }

    private void begin() {
        widgets.ifPresent(w -> w.form().fill(Optional.empty()));
    }

    private void hold() {
        widgets.ifPresent(w -> {
            var draft = w.form().draft();
            boolean there = w.form().present().isPresent();
            jobs().<SaveResult<LegalHold>>run(texts.get("hold.saving", draft.name()), (node, monitor) -> there
                    ? node.privacy().holds().replace(draft.name(), draft) : node.privacy().holds().create(draft),
                    this::saved, this::failed);
        });
    }

    private void saved(SaveResult<LegalHold> result) {
        widgets.ifPresent(w -> {
            switch (result) {
                case SaveResult.Saved<LegalHold>(var hold) -> {
                    w.form().fill(Optional.of(hold));
                    say(texts.get("hold.saved", hold.name()));
                }
                case SaveResult.Rejected<LegalHold>(var errors) -> w.form().show(errors);
                case SaveResult.Missing<LegalHold>(var key) -> sayError(texts.get("hold.missing", key));
                case SaveResult.InUse<LegalHold> _ -> { } // nothing depends on a hold
            }
            read();
        });
    }

    private void lift() {
        widgets.flatMap(w -> w.form().present()).ifPresent(hold -> {
            if (confirmed("hold.lift", texts.get("hold.lift.confirm", hold.name())))
                jobs().<SaveResult<LegalHold>>run(texts.get("hold.lifting", hold.name()),
                        (node, monitor) -> node.privacy().holds().delete(hold.name()), result -> {
                            say(texts.get("hold.lifted", hold.name()));
                            begin();
                            read();
                        }, this::failed);
        });
    }

    private void showHeld() {
        widgets.ifPresent(w -> showCalls(w.form().draft().query()));
    }

    @Override
    public void setFocus() {
        widgets.ifPresent(w -> w.person().setFocus());
    }
}
