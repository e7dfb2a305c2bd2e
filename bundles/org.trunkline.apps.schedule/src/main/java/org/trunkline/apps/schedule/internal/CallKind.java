package org.trunkline.apps.schedule.internal;

import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.trunkline.api.ShortText;
import org.trunkline.domain.config.Names;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.config.FieldProblem;

/** Scheduled calls as entries of the configuration. */
@Component(property = "trunkline.plugin=" + CallKind.OWNER)
public final class CallKind implements ConfigKind {
    static final String OWNER = "schedule";
    static final String KIND = "call";
    static final String NAME = "name";
    static final String AT = "at";
    static final String REPEAT = "repeat";
    static final String NUMBER = "number";
    static final String SUBSCRIBERS = "subscribers";
    static final String ZONE = "zone";
    private static final int MOST_SUBSCRIBERS = 20;

    private final InstantSource clock;

    @Activate
    public CallKind() {
        this(InstantSource.system());
    }

    CallKind(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public KindInfo info() {
        return new KindInfo(KIND, LocalizedText.of("Scheduled calls", "Schemalagda samtal", "预约呼叫", "Panggilan terjadwal"), NAME, List.of(
                Forms.text(NAME, LocalizedText.of("Name", "Namn", "名称", "Nama"),
                        LocalizedText.of("What the call is for", "Vad samtalet gäller", "呼叫的用途", "Tujuan panggilan"), 80).mandatory(),
                Forms.text(AT, LocalizedText.of("Time", "Tid", "时间", "Waktu"),
                        LocalizedText.of("When it is placed first, such as 2027-01-18 09:00", "När det rings första gången, till exempel 2027-01-18 09:00",
                                "首次呼叫的时间，例如 2027-01-18 09:00", "Waktu panggilan pertama, misalnya 2027-01-18 09:00"),
                        16).mandatory(),
                Forms.choice(REPEAT, LocalizedText.of("Repeat", "Upprepa", "重复", "Ulangi"),
                        LocalizedText.of("On which days it is placed", "Vilka dagar det rings", "在哪些日子呼叫", "Hari panggilan dilakukan"),
                        Repeat.ONCE.code(), Repeat.choices()),
                Forms.text(NUMBER, LocalizedText.of("Number", "Nummer", "号码", "Nomor"),
                        LocalizedText.of("The number that is called, as a subscriber dials it; that of a conference room brings all into the room",
                                "Numret som rings, så som en anknytning slår det; numret till ett konferensrum för alla till rummet",
                                "要呼叫的号码，按分机拨号的方式；会议室的号码会把所有人接入会议室",
                                "Nomor yang dipanggil, seperti diputar ekstensi; nomor ruang konferensi membawa semua ke ruang itu"),
                        ShortText.MAX).mandatory(),
                Forms.text(SUBSCRIBERS, LocalizedText.of("Subscribers", "Anknytningar", "分机", "Ekstensi"),
                        LocalizedText.of("Whose phones ring first, separated by commas", "Vilkas telefoner som ringer först, åtskilda med komma",
                                "先振铃的分机，用逗号分隔", "Ekstensi yang teleponnya berdering dahulu, dipisahkan koma"),
                        1300).mandatory(),
                Forms.text(ZONE, LocalizedText.of("Time zone", "Tidszon", "时区", "Zona waktu"),
                        LocalizedText.of("Such as Europe/Stockholm; empty for that of the node", "Till exempel Europe/Stockholm; tomt för nodens",
                                "例如 Europe/Stockholm；留空则用节点的时区", "Misalnya Europe/Stockholm; kosongkan untuk zona node"),
                        60),
                Forms.enabled(LocalizedText.of("Whether it is placed", "Om det rings", "是否呼叫", "Apakah panggilan dilakukan"))));
    }

    @Override
    public List<FieldProblem> check(Map<String, String> entry) {
        var problems = new ArrayList<FieldProblem>();
        String at = entry.getOrDefault(AT, "");
        String zone = entry.getOrDefault(ZONE, "");
        Optional<LocalDateTime> now = Optional.empty();
        try {
            now = Optional.of(clock.instant().atZone(ScheduledCall.zone(zone)).toLocalDateTime());
        } catch (DateTimeException e) {
            problems.add(new FieldProblem(ZONE, LocalizedText.of(zone + " is not a time zone: write it as Europe/Stockholm",
                    zone + " är ingen tidszon: skriv den som Europe/Stockholm", zone + " 不是时区：请写成 Europe/Stockholm 的形式",
                    zone + " bukan zona waktu: tulis seperti Europe/Stockholm")));
        }
        try {
            var time = ScheduledCall.time(at);
            if (now.filter(time::isBefore).isPresent() && Forms.isEnabled(entry)
                    && Repeat.of(entry.getOrDefault(REPEAT, Repeat.ONCE.code())).orElse(Repeat.ONCE) == Repeat.ONCE)
                problems.add(new FieldProblem(AT, LocalizedText.of(at + " is in the past: choose a later time, repeat it or disable it",
                        at + " har passerat: välj en senare tid, upprepa eller inaktivera", at + " 已过去：请选择更晚的时间、设为重复或停用",
                        at + " sudah lewat: pilih waktu lebih lambat, ulangi, atau nonaktifkan")));
        } catch (DateTimeException e) {
            problems.add(new FieldProblem(AT, LocalizedText.of(at + " is not a time: write it as 2027-01-18 09:00", at + " är ingen tid: skriv den som 2027-01-18 09:00",
                    at + " 不是时间：请写成 2027-01-18 09:00 的形式", at + " bukan waktu: tulis seperti 2027-01-18 09:00")));
        }
        checkParties(entry, problems);
        return problems;
    }

    private static void checkParties(Map<String, String> entry, List<FieldProblem> problems) {
        String number = entry.getOrDefault(NUMBER, "").strip();
        if (number.isEmpty() || number.chars().anyMatch(Character::isISOControl))
            problems.add(new FieldProblem(NUMBER, LocalizedText.of("A number or a name is needed", "Ett nummer eller namn behövs", "需要号码或名称",
                    "Nomor atau nama diperlukan")));
        var names = ScheduledCall.names(entry.getOrDefault(SUBSCRIBERS, ""));
        if (names.isEmpty() || names.size() > MOST_SUBSCRIBERS || names.stream().distinct().count() < names.size())
            problems.add(new FieldProblem(SUBSCRIBERS, LocalizedText.of("1 to " + MOST_SUBSCRIBERS + " different subscribers are needed",
                    "1 till " + MOST_SUBSCRIBERS + " olika anknytningar behövs", "需要 1 到 " + MOST_SUBSCRIBERS + " 个不同的分机",
                    "Perlu 1 sampai " + MOST_SUBSCRIBERS + " ekstensi yang berbeda")));
        names.stream().filter(name -> !Names.isUsername(name)).findFirst()
                .ifPresent(name -> problems.add(new FieldProblem(SUBSCRIBERS, LocalizedText.of(name + " is not a username", name + " är inget användarnamn",
                        name + " 不是用户名", name + " bukan nama pengguna"))));
    }
}
