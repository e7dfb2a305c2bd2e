package org.trunkline.ui.calls.internal;

import java.util.List;
import java.util.Map;

import org.eclipse.ui.IWorkbenchCommandConstants;
import org.trunkline.api.node.Alarm;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Texts;
import org.trunkline.ui.search.CdrNavigator;

/**
 * What can be done about an alarm, as a command of the desk.
 *
 * @param label of the button
 */
record WayOut(String label, String command, Map<String, String> parameters) {
    private static final String PAGE = "preferencePageId";
    private static final String GENERAL = "org.trunkline.ui.preferences";
    private static final String ALERTS = "org.trunkline.ui.cdr.saved";

    /** The best first; none where the sentence says all there is. @param embedded whether the node is the desk's own */
    static List<WayOut> of(Alarm alarm, boolean embedded, Texts texts) {
        return switch (alarm.code()) {
            case "sip-port-in-use", "sip-address", "sip-setting", "http-port-in-use", "http-address", "media-settings",
                    "bad-setting" -> embedded ? List.of(ports(texts), again(texts)) : List.of();
            case "data-folder-in-use", "data-folder-unwritable", "data-folder-is-file", "admin-token", "store-locked",
                    "store-damaged", "store-down", "store-failed", "store-newer", "sip-stack" ->
                embedded ? List.of(again(texts)) : List.of();
            case "trunk-down", "trunk-not-registered" -> List.of(
                    new WayOut(texts.get("alarms.trunk", alarm.subject()), DeskCommands.EDIT,
                            Map.of(DeskCommands.EDIT_KIND, "trunk", DeskCommands.EDIT_KEY, alarm.subject())),
                    new WayOut(texts.get("alarms.trunk-calls"), CdrNavigator.COMMAND,
                            Map.of(CdrNavigator.QUERY, "trunk:" + CdrNavigator.quote(alarm.subject()))));
            case "alert", "alert-broken" -> List.of(new WayOut(texts.get("alarms.alerts"),
                    IWorkbenchCommandConstants.VIEWS_SHOW_VIEW,
                    Map.of(IWorkbenchCommandConstants.VIEWS_SHOW_VIEW_PARM_ID, ALERTS)));
            default -> List.of();
        };
    }

    private static WayOut ports(Texts texts) {
        return new WayOut(texts.get("alarms.ports"), DeskCommands.PREFERENCES, Map.of(PAGE, GENERAL));
    }

    private static WayOut again(Texts texts) {
        return new WayOut(texts.get("alarms.again"), DeskCommands.RESTART_NODE, Map.of());
    }
}
