package org.trunkline.ui.contribution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.Command;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.IExtension;
import org.eclipse.core.runtime.IExtensionPoint;
import org.eclipse.core.runtime.IRegistryEventListener;
import org.eclipse.core.runtime.Platform;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IStartup;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.handlers.IHandlerActivation;
import org.eclipse.ui.handlers.IHandlerService;
import org.trunkline.ui.Texts;
import org.trunkline.ui.extension.SelectionAction;

/** Makes a command of each contributed action, by its id, so that a key can be bound to it. UI thread. */
public final class ActionCommands implements IStartup {
    private static final String POINT = "org.trunkline.ui.actions";
    private static final String CATEGORY = "org.trunkline.ui.category";

    private final Texts texts = Texts.of(ActionMenu.class);
    private final Map<String, IHandlerActivation> made = new HashMap<>();

    /** The actions that there are now. */
    static List<Contribution<SelectionAction>> actions() {
        return Contributions.of("actions", "action", SelectionAction.class);
    }

    @Override
    public void earlyStartup() {
        IWorkbench workbench = PlatformUI.getWorkbench();
        Runnable define = () -> workbench.getDisplay().asyncExec(() -> {
            if (!workbench.isClosing())
                define(workbench);
        });
        Platform.getExtensionRegistry().addListener(new IRegistryEventListener() {
            @Override
            public void added(IExtension[] extensions) {
                define.run();
            }

            @Override
            public void removed(IExtension[] extensions) {
                define.run();
            }

            @Override
            public void added(IExtensionPoint[] points) {
                // the points are ours
            }

            @Override
            public void removed(IExtensionPoint[] points) {
                // the points are ours
            }
        }, POINT);
        define.run();
    }

    private void define(IWorkbench workbench) {
        var commands = workbench.getService(ICommandService.class);
        var handlers = workbench.getService(IHandlerService.class);
        var there = new HashMap<String, Contribution<SelectionAction>>();
        actions().stream().filter(action -> !action.id().isEmpty()).forEach(action -> there.putIfAbsent(action.id(), action));
        made.entrySet().removeIf(entry -> {
            if (there.containsKey(entry.getKey()))
                return false;
            handlers.deactivateHandler(entry.getValue());
            commands.getCommand(entry.getKey()).undefine();
            return true;
        });
        there.forEach((id, action) -> {
            Command command = commands.getCommand(id);
            if (made.containsKey(id) || command.isDefined()) // not a command of somebody else's
                return;
            command.define(name(action), action.bundle(), commands.getCategory(CATEGORY));
            made.put(id, handlers.activateHandler(id, new OfSelection(id)));
        });
    }

    /** Actions on calls and on records may have one label. */
    private String name(Contribution<SelectionAction> action) {
        return action.attribute("selection").map(of -> texts.get("action.command", action.label(), texts.get("action.of." + of)))
                .orElseGet(action::label);
    }

    /** Does it with what is selected in the table that has the keyboard. */
    private static final class OfSelection extends AbstractHandler {
        private final String id;

        OfSelection(String id) {
            this.id = id;
        }

        @Override
        public Object execute(ExecutionEvent event) {
            Optional.ofNullable(Display.getCurrent().getFocusControl()).flatMap(ActionMenu::around)
                    .ifPresent(menu -> menu.run(id));
            return null;
        }
    }
}
