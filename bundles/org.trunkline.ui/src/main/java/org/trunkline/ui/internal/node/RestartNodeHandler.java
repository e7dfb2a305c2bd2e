package org.trunkline.ui.internal.node;

import java.util.List;
import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.handlers.HandlerUtil;
import org.trunkline.ui.EmbeddedNode;
import org.trunkline.ui.Texts;
import org.trunkline.ui.dialog.Question;
import org.trunkline.ui.internal.StatusWords;
import org.trunkline.ui.internal.parts.EmbeddedCalls;

/** Starts the embedded node again; asks first where that ends calls. */
public final class RestartNodeHandler extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        int calls = new EmbeddedCalls().count();
        var texts = Texts.of(StatusWords.class);
        if (calls == 0)
            restart();
        else
            Question.ask(HandlerUtil.getActiveShell(event), texts.get("restart.title"), texts.get("restart.calls", calls),
                    List.of(new Question.Answer(texts.get("restart.now"), RestartNodeHandler::restart)), texts.get("leave.cancel"));
        return null; // what the framework asks for
    }

    private static void restart() {
        Optional.ofNullable(PlatformUI.getWorkbench().getService(EmbeddedNode.class))
                .ifPresent(EmbeddedNode::startAgain);
    }
}
