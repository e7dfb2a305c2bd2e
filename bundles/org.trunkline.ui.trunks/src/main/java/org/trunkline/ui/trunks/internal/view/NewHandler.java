package org.trunkline.ui.trunks.internal.view;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.handlers.HandlerUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.trunks.internal.model.AddedKind;
import org.trunkline.ui.trunks.internal.model.Kind;
import org.trunkline.ui.trunks.internal.model.OwnKind;

/** Opens the editor on a new entry: of the kind named, else of the one shown, else a subscriber. */
public final class NewHandler extends AbstractHandler {
    private static final Logger LOG = LoggerFactory.getLogger(NewHandler.class);

    @Override
    public Object execute(ExecutionEvent event) {
        var window = HandlerUtil.getActiveWorkbenchWindow(event);
        Optional<String> added = Optional.ofNullable(event.getParameter(DeskCommands.NEW_KIND)).filter(code -> code.indexOf('/') >= 0);
        if (added.isPresent()) {
            createAdded(window, added.get(), values(Optional.ofNullable(event.getParameter(DeskCommands.NEW_VALUES)).orElse("")));
            return null; // what the framework asks for
        }
        Kind kind = Optional.ofNullable(event.getParameter(DeskCommands.NEW_KIND)).flatMap(OwnKind::ofCode)
                .or(() -> Optional.ofNullable(window.getActivePage())
                        .filter(p -> TrunksPerspective.ID.equals(p.getPerspective().getId()))
                        .map(p -> p.findView(EntriesView.ID)).filter(EntriesView.class::isInstance)
                        .map(v -> ((EntriesView) v).kind()))
                .orElse(OwnKind.SUBSCRIBER);
        EditorNavigation.create(window, kind, Map.of());
        return null; // what the framework asks for
    }

    private static Map<String, String> values(String lines) {
        return lines.lines().filter(line -> line.indexOf('=') > 0)
                .collect(Collectors.toMap(line -> line.substring(0, line.indexOf('=')), line -> line.substring(line.indexOf('=') + 1), (_, last) -> last));
    }

    /** Of a plug-in that runs. */
    private static void createAdded(IWorkbenchWindow window, String code, Map<String, String> values) {
        var texts = Texts.of(Kind.class);
        new NodeJobs(window.getService(ActiveNode.class), window.getShell()).run(texts.get("kinds.counting"),
                (node, _) -> AddedKind.all(node).keySet().stream().filter(kind -> kind.code().equals(code) && kind.runs()).findFirst(),
                found -> found.ifPresentOrElse(kind -> EditorNavigation.create(window, kind, values),
                        () -> LOG.warn("no entries of the kind {} can be made", code)),
                failure -> LOG.warn("the kinds of entries cannot be read: {}", failure.message()));
    }
}
