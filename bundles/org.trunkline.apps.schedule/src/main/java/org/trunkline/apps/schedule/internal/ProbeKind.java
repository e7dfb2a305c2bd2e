package org.trunkline.apps.schedule.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.osgi.service.component.annotations.Component;
import org.trunkline.api.ShortText;
import org.trunkline.api.node.Trials.TestCallDraft;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.config.FieldProblem;
import org.trunkline.spi.config.SettingType;

/** Probes of trunks as entries of the configuration. */
@Component(property = "trunkline.plugin=" + CallKind.OWNER)
public final class ProbeKind implements ConfigKind {
    static final String KIND = "probe";
    static final String NAME = "name";
    static final String TRUNK = "trunk";
    static final String NUMBER = "number";
    static final String CALLER = "caller";
    static final String EVERY = "every";
    static final String SECONDS = "seconds";
    static final int USUAL_MINUTES = 15;
    static final int USUAL_SECONDS = 5;
    private static final int MOST_MINUTES = 10_080;

    @Override
    public KindInfo info() {
        return new KindInfo(KIND, LocalizedText.of("Trunk probes", "Trunkprov", "中继探测", "Uji trunk"), NAME, List.of(
                Forms.text(NAME, LocalizedText.of("Name", "Namn", "名称", "Nama"),
                        LocalizedText.of("What alarms call it", "Vad larm kallar det", "告警中的名称", "Namanya dalam alarm"), 80).mandatory(),
                Forms.text(TRUNK, SettingType.TRUNK, LocalizedText.of("Trunk", "Trunk", "中继", "Trunk"),
                        LocalizedText.of("The trunk that is called over", "Trunken som det rings över", "通过哪个中继呼叫", "Trunk yang dipakai untuk panggilan"),
                        80).mandatory(),
                Forms.text(NUMBER, SettingType.DIALLED, LocalizedText.of("Number", "Nummer", "号码", "Nomor"),
                        LocalizedText.of("A number that answers and sends sound, such as an echo test", "Ett nummer som svarar och sänder ljud, till exempel ett ekotest",
                                "会应答并发送声音的号码，例如回声测试", "Nomor yang menjawab dan mengirim suara, misalnya uji gema"),
                        ShortText.MAX).mandatory(),
                Forms.text(CALLER, SettingType.DIALLED, LocalizedText.of("Caller shown", "Visat nummer", "显示的主叫", "ID penelepon"),
                        LocalizedText.of("The number that is shown; empty for the trunk's own", "Numret som visas; tomt för trunkens eget", "显示的号码；留空则用中继自己的号码",
                                "Nomor yang ditampilkan; kosongkan untuk nomor trunk"),
                        ShortText.MAX),
                Forms.number(EVERY, LocalizedText.of("Every", "Var", "间隔", "Setiap"),
                        LocalizedText.of("Minutes from one call to the next; each may cost money", "Minuter mellan samtalen; vart och ett kan kosta pengar",
                                "两次呼叫的间隔分钟数；每次都可能产生费用", "Menit antar panggilan; masing-masing mungkin berbiaya"),
                        "min", USUAL_MINUTES, 1, MOST_MINUTES),
                Forms.number(SECONDS, LocalizedText.of("Length", "Längd", "时长", "Lama"),
                        LocalizedText.of("From the answer until the node hangs up", "Från svaret tills noden lägger på", "从应答到节点挂断的时间",
                                "Dari jawaban sampai node menutup"),
                        "s", USUAL_SECONDS, 1, TestCallDraft.MAX_SECONDS),
                Forms.enabled(LocalizedText.of("Whether it is called", "Om det rings", "是否呼叫", "Apakah dipanggil"))));
    }

    @Override
    public List<FieldProblem> check(Map<String, String> entry) {
        var problems = new ArrayList<FieldProblem>();
        for (String field : List.of(NUMBER, CALLER)) {
            String number = entry.getOrDefault(field, "");
            if (number.chars().anyMatch(Character::isISOControl) || field.equals(NUMBER) && number.isBlank())
                problems.add(new FieldProblem(field, LocalizedText.of("A number is needed, on one line", "Ett nummer på en rad behövs", "需要一行号码",
                        "Perlu satu nomor dalam satu baris")));
        }
        return problems;
    }
}
