package org.trunkline.ui;

import java.util.Map;

import org.eclipse.core.commands.ParameterizedCommand;
import org.eclipse.core.commands.common.CommandException;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.handlers.IHandlerService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The desk's commands by id, for buttons and links. */
public final class DeskCommands {
    /**
     * Opens the editor for a new entry; the parameter is {@code subscriber}, {@code trunk}, {@code number}, {@code route},
     * {@code ring-group}, or of a plug-in as {@code schedule/call}.
     */
    public static final String NEW = "org.trunkline.ui.new";
    public static final String NEW_KIND = "org.trunkline.ui.new.kind";
    /** What some fields of the new entry of a plug-in begin with, each on a line: {@code number=0812345678}. May be left out. */
    public static final String NEW_VALUES = "org.trunkline.ui.new.values";
    /** Opens Trunks and Numbers on an entry. */
    public static final String EDIT = "org.trunkline.ui.edit";
    public static final String EDIT_KIND = "org.trunkline.ui.edit.kind";
    public static final String EDIT_KEY = "org.trunkline.ui.edit.key";
    /** Opens the entry that a number or name belongs to. */
    public static final String OWNER = "org.trunkline.ui.owner";
    public static final String OWNER_OF = "org.trunkline.ui.owner.of";
    /** Calls a number, a name or a SIP URI with the desk's phone; without one, the number of the selected row, or the dial box. */
    public static final String CALL = "org.trunkline.ui.call";
    public static final String CALL_NUMBER = "org.trunkline.ui.call.number";
    /** Opens the editor of a new scheduled call to a number; off where the node schedules no calls. */
    public static final String CALL_LATER = "org.trunkline.ui.callLater";
    public static final String CALL_LATER_NUMBER = "org.trunkline.ui.callLater.number";
    /** Calls a number over a trunk that is chosen; without one, that of the selected row, or one that is typed. */
    public static final String CALL_OVER = "org.trunkline.ui.callOver";
    public static final String CALL_OVER_NUMBER = "org.trunkline.ui.callOver.number";
    /** Begins a text message to a number or a name with the desk's phone; without one, to that of the selected row, or to whom is asked. */
    public static final String MESSAGE = "org.trunkline.ui.message";
    public static final String MESSAGE_NUMBER = "org.trunkline.ui.message.number";
    /** Selects a call in progress in Operations. */
    public static final String LIVE_CALL = "org.trunkline.ui.liveCall";
    public static final String LIVE_CALL_ID = "org.trunkline.ui.liveCall.id";
    /** Opens Try route; the number may be left out. */
    public static final String TRY_ROUTE = "org.trunkline.ui.tryRoute";
    public static final String TRY_ROUTE_NUMBER = "org.trunkline.ui.tryRoute.number";
    /** Opens Call Records on an alert. */
    public static final String ALERT = "org.trunkline.ui.alert";
    public static final String ALERT_NAME = "org.trunkline.ui.alert.name";
    /** Shows an installed plug-in in its area. */
    public static final String PLUGIN = "org.trunkline.ui.plugin";
    public static final String PLUGIN_ID = "org.trunkline.ui.plugin.id";
    public static final String CONNECT = "org.trunkline.ui.connect";
    /** Opens the search over the call records of all nodes. */
    public static final String ALL_NODES = "org.trunkline.ui.allNodes";
    public static final String DEMO = "org.trunkline.ui.demo";
    /** Opens the settings of the node; the search text may be left out. */
    public static final String SETTINGS = "org.trunkline.ui.settings";
    public static final String SETTINGS_FILTER = "org.trunkline.ui.settings.filter";
    /** Starts the embedded node again, with the settings as they are now. */
    public static final String RESTART_NODE = "org.trunkline.ui.restartNode";

    /** Closes the desk, as Exit does, and starts it again. */
    public static final String RESTART = "org.trunkline.ui.restart";

    private static final Logger LOG = LoggerFactory.getLogger(DeskCommands.class);

    private DeskCommands() {}

    /** Opens what a number or name belongs to. UI thread only. */
    public static void owner(String numberOrName) {
        run(PlatformUI.getWorkbench(), OWNER, Map.of(OWNER_OF, numberOrName));
    }

    /** Calls with the desk's phone. UI thread only. */
    public static void call(String number) {
        run(PlatformUI.getWorkbench(), CALL, Map.of(CALL_NUMBER, number));
    }

    /** Asks for the trunk to call over. UI thread only. */
    public static void callOver(String number) {
        run(PlatformUI.getWorkbench(), CALL_OVER, Map.of(CALL_OVER_NUMBER, number));
    }

    /** Begins a text message with the desk's phone. UI thread only. */
    public static void message(String number) {
        run(PlatformUI.getWorkbench(), MESSAGE, Map.of(MESSAGE_NUMBER, number));
    }

    /** Opens a new scheduled call. UI thread only. */
    public static void callLater(String number) {
        run(PlatformUI.getWorkbench(), CALL_LATER, Map.of(CALL_LATER_NUMBER, number));
    }

    /** Whether there is something that does it now. UI thread only. */
    public static boolean isOn(String command) {
        return PlatformUI.getWorkbench().getService(ICommandService.class).getCommand(command).isEnabled();
    }

    /** UI thread only. @return false where it could not run */
    public static boolean run(IWorkbench workbench, String command, Map<String, String> parameters) {
        var known = workbench.getService(ICommandService.class).getCommand(command);
        try {
            workbench.getService(IHandlerService.class)
                    .executeCommand(ParameterizedCommand.generateCommand(known, parameters), null);
            return true;
        } catch (CommandException e) {
            LOG.warn("{} cannot run: {}", command, e.getMessage());
            return false;
        }
    }
}
