package org.trunkline.ui.internal.search;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.core.commands.Command;
import org.eclipse.core.commands.IParameter;
import org.eclipse.core.commands.common.NotDefinedException;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchCommandConstants;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.views.IViewDescriptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.node.Node;
import org.trunkline.ui.extension.Finder;
import org.trunkline.ui.extension.Found;
import org.trunkline.ui.internal.area.Areas;

/** The desk's areas, views and commands by their names. */
public final class CommandFinder implements Finder {
    private static final Logger LOG = LoggerFactory.getLogger(CommandFinder.class);
    private static final String OURS = "org.trunkline.";
    private static final String AREA = "org.trunkline.ui.area";
    private static final String AREA_KEY = "org.trunkline.ui.area.key";

    @Override
    public List<Found> find(String text, int most, Optional<Node> node) {
        IWorkbench workbench = PlatformUI.getWorkbench();
        var words = Words.of(text);
        return Stream.of(areas(workbench), views(workbench), commands(workbench)).flatMap(some -> some)
                .filter(found -> words.in(found.title())).limit(most).toList();
    }

    private static Stream<Found> areas(IWorkbench workbench) {
        return Areas.of(workbench).list().stream().filter(area -> area.key().isPresent())
                .map(area -> new Found(area.label(), "Ctrl+" + area.key().get(), AREA, Map.of(AREA_KEY, area.key().get())));
    }

    private static Stream<Found> views(IWorkbench workbench) {
        return Stream.of(workbench.getViewRegistry().getViews()).filter(view -> view.getId().startsWith(OURS))
                .sorted((a, b) -> a.getLabel().compareToIgnoreCase(b.getLabel())).map(CommandFinder::view);
    }

    private static Found view(IViewDescriptor view) {
        return new Found(view.getLabel(), "", IWorkbenchCommandConstants.VIEWS_SHOW_VIEW,
                Map.of(IWorkbenchCommandConstants.VIEWS_SHOW_VIEW_PARM_ID, view.getId()));
    }

    private static Stream<Found> commands(IWorkbench workbench) {
        return Stream.of(workbench.getService(ICommandService.class).getDefinedCommands())
                .filter(command -> command.getId().startsWith(OURS) || command.getId().equals(
                        IWorkbenchCommandConstants.WINDOW_PREFERENCES)).flatMap(command -> command(command).stream())
                .sorted((a, b) -> a.title().compareToIgnoreCase(b.title()));
    }

    /** Only those that run as they are. */
    private static Optional<Found> command(Command command) {
        try {
            IParameter[] parameters = command.getParameters();
            if (parameters != null && Stream.of(parameters).anyMatch(p -> !p.isOptional()))
                return Optional.empty();
            String about = command.getDescription();
            return Optional.of(new Found(command.getName(), about == null ? "" : about, command.getId(), Map.of()));
        } catch (NotDefinedException e) {
            LOG.debug("{} went meanwhile", command.getId());
            return Optional.empty();
        }
    }

    /** The words of a text, in lower case. */
    record Words(List<String> words) {
        static Words of(String text) {
            return new Words(List.of(text.toLowerCase(Locale.ROOT).split("\\s+")));
        }

        /** Whether each begins a word of a name, or the name has it somewhere where it is long enough. */
        boolean in(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return words.stream().allMatch(lower::contains);
        }
    }
}
