package org.trunkline.examples.fraudguard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.osgi.service.component.annotations.Component;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.config.FieldProblem;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.SettingType;

/** Limits of single subscribers: an entry for each, listed and edited on the desk. A field left empty is as in the settings. */
@Component
public final class SubscriberLimits implements ConfigKind {
    static final String KIND = "limit";
    static final String SUBSCRIBER = "subscriber";
    private static final int LONGEST_AMOUNT = 12;
    private static final LocalizedText NOT_AN_AMOUNT = LocalizedText.of("It must be an amount, such as 12.50",
            "Det måste vara ett belopp, till exempel 12.50", "必须是金额，例如 12.50", "Harus berupa jumlah, misalnya 12.50");
    private static final LocalizedText MORE_THAN_A_DAY = LocalizedText.of("It must not be more than the spend per day",
            "Det får inte vara mer än kostnaden per dygn", "不得超过每日费用", "Tidak boleh melebihi biaya per hari");

    @Override
    public KindInfo info() {
        return new KindInfo(KIND, LocalizedText.of("Spend limits", "Kostnadsgränser", "费用限额", "Batas biaya"), SUBSCRIBER, List.of(
                field(SUBSCRIBER, SettingType.SUBSCRIBER, LocalizedText.of("Subscriber", "Anknytning", "分机", "Ekstensi"),
                        LocalizedText.of("Whose limits these are", "Vems gränser det är", "限额所属的分机", "Pemilik batas ini"), "", 64).mandatory(),
                field("hourly", SettingType.TEXT, LocalizedText.of("Spend per hour", "Kostnad per timme", "每小时费用", "Biaya per jam"),
                        asSet("Most within an hour", "Högst inom en timme", "一小时内的最高费用", "Tertinggi dalam satu jam"), "", LONGEST_AMOUNT),
                field("daily", SettingType.TEXT, LocalizedText.of("Spend per day", "Kostnad per dygn", "每日费用", "Biaya per hari"),
                        asSet("Most within 24 hours", "Högst inom 24 timmar", "24 小时内的最高费用", "Tertinggi dalam 24 jam"), "", LONGEST_AMOUNT),
                field("concurrent", SettingType.NUMBER, LocalizedText.of("Concurrent calls", "Samtidiga samtal", "并发呼叫", "Panggilan serentak"),
                        asSet("Most outgoing calls at once", "Flest utgående samtal samtidigt", "同时呼出的最大数量", "Panggilan keluar serentak terbanyak"),
                        "calls", 1_000)));
    }

    private static LocalizedText asSet(String en, String sv, String zh, String id) {
        return LocalizedText.of(en + "; empty for what the settings of the plug-in say", sv + "; tomt för det som inställningarna säger",
                zh + "；留空则按插件设置", id + "; kosongkan untuk mengikuti pengaturan plug-in");
    }

    /** @param max of a number; of a text, its length */
    private static SettingField field(String name, SettingType type, LocalizedText label, LocalizedText help, String unit, long max) {
        return new SettingField(name, type, label, help, false, false, unit, Optional.empty(),
                type == SettingType.NUMBER ? OptionalLong.of(1) : OptionalLong.empty(), OptionalLong.of(max), List.of());
    }

    @Override
    public List<FieldProblem> check(Map<String, String> entry) {
        var problems = new ArrayList<FieldProblem>();
        for (var name : List.of("hourly", "daily"))
            if (entry.containsKey(name) && Limits.read(entry.get(name)).isEmpty())
                problems.add(new FieldProblem(name, NOT_AN_AMOUNT));
        var hourly = Limits.read(entry.getOrDefault("hourly", ""));
        var daily = Limits.read(entry.getOrDefault("daily", ""));
        if (hourly.isPresent() && daily.isPresent() && hourly.get().compareTo(daily.get()) > 0)
            problems.add(new FieldProblem("hourly", MORE_THAN_A_DAY));
        return problems;
    }
}
