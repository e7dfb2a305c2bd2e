package org.trunkline.ui.calls.internal;

import java.util.List;
import java.util.Map;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.node.Alarm;
import org.trunkline.query.QueryText;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.Texts;
import org.trunkline.ui.search.CdrNavigator;

/** What can be done about an alarm. */
sealed interface AlarmAction {
    /** Of the button. */
    String label();

    /** By a command of the desk. */
    record Command(String label, String command, Map<String, String> parameters) implements AlarmAction {}

    /** By saying that somebody knows. */
    record Acknowledge(String label, String alert) implements AlarmAction {}

    /** The best first; none where the sentence says all there is. @param embedded whether the node is the desk's own */
    static List<AlarmAction> of(Alarm alarm, boolean embedded, Texts texts) {
        return switch (alarm.code()) {
            case "sip-port-in-use", "sip-address", "sip-setting", "http-port-in-use", "http-address", "media-settings",
                    "bad-setting" -> embedded ? List.of(settings(alarm, texts), again(texts)) : List.of();
            case "media-tcp-port", "media-settings-not-taken" -> List.of(settings(alarm, texts));
            case "data-folder-in-use", "data-folder-unwritable", "data-folder-is-file", "settings-unreadable", "admin-token", "store-locked",
                    "store-damaged", "store-down", "store-failed", "store-newer", "sip-stack" ->
                embedded ? List.of(again(texts)) : List.of();
            case "trunk-down", "trunk-not-registered" -> List.of(
                    new Command(texts.get("alarms.trunk", alarm.subject()), DeskCommands.EDIT,
                            Map.of(DeskCommands.EDIT_KIND, "trunk", DeskCommands.EDIT_KEY, alarm.subject())),
                    new Command(texts.get("alarms.trunk-calls"), CdrNavigator.COMMAND,
                            Map.of(CdrNavigator.QUERY, QueryText.clause(CdrField.TRUNK, alarm.subject()))));
            case "alert" -> List.of(new Acknowledge(texts.get("alarms.acknowledge"), alarm.subject()), alert(alarm, texts));
            case "alert-broken" -> List.of(alert(alarm, texts));
            case "plugin-suspended", "plugin-failed" -> List.of(new Command(texts.get("alarms.plugin"), DeskCommands.PLUGIN,
                    Map.of(DeskCommands.PLUGIN_ID, alarm.subject())));
            default -> List.of();
        };
    }

    private static AlarmAction alert(Alarm alarm, Texts texts) {
        return new Command(texts.get("alarms.alert"), DeskCommands.ALERT, Map.of(DeskCommands.ALERT_NAME, alarm.subject()));
    }

    /** The settings that can be the cause. */
    private static AlarmAction settings(Alarm alarm, Texts texts) {
        String name = switch (alarm.code()) {
            case "bad-setting" -> alarm.subject();
            case "http-port-in-use", "http-address" -> "trunkline.http";
            case "media-settings" -> "trunkline.rtp";
            case "media-tcp-port" -> "trunkline.media.tcp.port";
            case "media-settings-not-taken" -> "trunkline.media";
            case "sip-address" -> "trunkline.bind";
            default -> "trunkline.sip.port";
        };
        return new Command(texts.get("alarms.ports"), DeskCommands.SETTINGS, Map.of(DeskCommands.SETTINGS_FILTER, name));
    }

    private static AlarmAction again(Texts texts) {
        return new Command(texts.get("alarms.again"), DeskCommands.RESTART_NODE, Map.of());
    }
}
