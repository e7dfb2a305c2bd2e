package org.trunkline.ui.cdr.internal.details;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.dialogs.MessageDialogWithToggle;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Shell;
import org.trunkline.api.cdr.CallCase;
import org.trunkline.api.node.Node;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.export.CaseFile;
import org.trunkline.export.CaseFileWriter;
import org.trunkline.export.Pseudonyms;
import org.trunkline.export.WholeFile;
import org.trunkline.ui.Failure;
import org.trunkline.ui.FileTrouble;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.ladder.LadderModel;
import org.trunkline.ui.cdr.internal.ladder.LadderText;

/** Writes the case file of a call, and beside it the key where its numbers are pseudonyms. UI thread. */
public final class CaseFileSaver {
    private static final String KEY_SUFFIX = "case-key.json";

    private final Texts texts;
    private final NodeJobs jobs;
    private final WhyText why;
    private final Consumer<String> done;
    private final Consumer<Failure> failed;

    /** @param done told what was written, in a sentence */
    CaseFileSaver(Texts texts, NodeJobs jobs, WhyText why, Consumer<String> done, Consumer<Failure> failed) {
        this.texts = texts;
        this.jobs = jobs;
        this.why = why;
        this.done = done;
        this.failed = failure -> failed.accept(FileTrouble.told(failure));
    }

    /** Asks whether to name people, and where to. */
    void ask(Shell shell, Cdr cdr, Ladder ladder) {
        var question = MessageDialogWithToggle.openOkCancelConfirm(shell, texts.get("case.save.title"),
                texts.get("case.save.message"), texts.get("case.save.pseudonyms"), false, null, null);
        if (question.getReturnCode() != IDialogConstants.OK_ID)
            return;
        var dialog = new FileDialog(shell, SWT.SAVE);
        dialog.setText(texts.get("case.save.title"));
        dialog.setFilterExtensions("*." + CaseFile.SUFFIX);
        dialog.setFileName(cdr.id().value() + "." + CaseFile.SUFFIX);
        dialog.setOverwrite(true);
        var chosen = dialog.open();
        if (chosen != null)
            save(Path.of(chosen.endsWith(".zip") ? chosen : chosen + "." + CaseFile.SUFFIX), cdr, ladder,
                    question.getToggleState());
    }

    /** @param pseudonyms whether numbers and names are stood in for */
    public void save(Path file, Cdr cdr, Ladder ladder, boolean pseudonyms) {
        jobs.run(texts.get("case.saving", file.getFileName()),
                (node, monitor) -> write(node, file, cdr, ladder, pseudonyms), done, failed);
    }

    private String write(Node node, Path file, Cdr cdr, Ladder ladder, boolean pseudonyms) throws Exception {
        var known = node.callCase(cdr.id()); // gone meanwhile: then what is shown is saved
        var whole = CaseFile.of(known.orElseGet(() -> new CallCase(Instant.now(), node.name(), cdr, ladder, List.of())));
        var key = pseudonyms ? Optional.of(Pseudonyms.fresh(new SecureRandom())) : Optional.<Pseudonyms>empty();
        var kept = key.map(k -> k.hide(whole)).orElse(whole);
        if (key.isEmpty()) {
            write(file, kept);
            return texts.get("case.saved", file);
        }
        var keyFile = file.resolveSibling(file.getFileName().toString().replaceFirst("(\\.case)?\\.zip$", "") + "."
                + KEY_SUFFIX);
        // the key first, without which nobody could ever read the case file back; a reader who has it knows who is behind the
        // pseudonyms: for the owner alone
        WholeFile.<Void, IOException>writeForOwner(keyFile, out -> {
            out.write(key.get().keyFile());
            write(file, kept);
            return null;
        });
        return texts.get("case.saved.key", file, keyFile);
    }

    private void write(Path file, CaseFile kept) throws IOException {
        WholeFile.<Void, IOException>write(file, out -> {
            CaseFileWriter.write(kept, ladderText(kept), sentences(kept), out);
            return null;
        });
    }

    private String ladderText(CaseFile file) {
        return LadderText.full(LadderModel.of(file.ladder(), Optional.of(file.record())), texts.get("ladder.node"));
    }

    private List<String> sentences(CaseFile file) {
        return why.lines(file.record()).stream().map(l -> (l.step() > 0 ? l.step() + ". " : "") + l.text()).toList();
    }
}
