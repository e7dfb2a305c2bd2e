package org.trunkline.apps.schedule.internal;

import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.trunkline.api.ShortText;
import org.trunkline.api.mail.Mail;
import org.trunkline.domain.config.Names;
import org.trunkline.domain.schedule.Recurrence;
import org.trunkline.domain.schedule.Repeat;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.config.FieldProblem;
import org.trunkline.spi.config.SettingField.Choice;
import org.trunkline.spi.config.SettingType;

/** Scheduled calls as entries of the configuration. */
@Component(property = "trunkline.plugin=" + CallKind.OWNER)
public final class CallKind implements ConfigKind {
    public static final String OWNER = "schedule";
    public static final String KIND = "call";
    static final String NAME = "name";
    static final String AT = "at";
    static final String REPEAT = "repeat";
    static final String NUMBER = "number";
    static final String SUBSCRIBERS = "subscribers";
    static final String ZONE = "zone";
    static final String TITLE = "title";
    static final String INVITE = "invite";
    static final String LENGTH = "length";
    static final String REMIND = "remind";
    static final String LANGUAGE = "language";
    static final String ENGLISH = "en";
    /** Minutes. */
    static final int USUAL_LENGTH = 30;
    private static final int MOST_MINUTES = 1440;
    private static final int MOST_SUBSCRIBERS = 20;
    private static final int MOST_GUESTS = 20;
    private static final int LONGEST_GUESTS = 2_600;

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
                        Repeat.ONCE.code(), RepeatLabel.choices()),
                Forms.text(NUMBER, SettingType.DIALLED, LocalizedText.of("Number", "Nummer", "号码", "Nomor"),
                        LocalizedText.of("The number that is called, as a subscriber dials it; that of a conference room brings all into the room",
                                "Numret som rings, så som en anknytning slår det; numret till ett konferensrum för alla till rummet",
                                "要呼叫的号码，按分机拨号的方式；会议室的号码会把所有人接入会议室",
                                "Nomor yang dipanggil, seperti diputar ekstensi; nomor ruang konferensi membawa semua ke ruang itu"),
                        ShortText.MAX).mandatory(),
                Forms.text(SUBSCRIBERS, LocalizedText.of("Subscribers", "Anknytningar", "分机", "Ekstensi"),
                        LocalizedText.of("Whose phones ring first, separated by commas", "Vilkas telefoner som ringer först, åtskilda med komma",
                                "先振铃的分机，用逗号分隔", "Ekstensi yang teleponnya berdering dahulu, dipisahkan koma"),
                        1300).mandatory(),
                Forms.text(ZONE, SettingType.TEXT, LocalizedText.of("Time zone", "Tidszon", "时区", "Zona waktu"),
                        LocalizedText.of("Such as Europe/Stockholm; that of the node is set at first", "Till exempel Europe/Stockholm; nodens är förvald",
                                "例如 Europe/Stockholm；默认为节点的时区", "Misalnya Europe/Stockholm; zona node dipakai lebih dulu"),
                        60).usual(ZoneId.systemDefault().getId()),
                Forms.text(TITLE, LocalizedText.of("Title", "Rubrik", "标题", "Judul"),
                        LocalizedText.of("As invitations and reminders show it; empty for the name", "Så som inbjudningar och påminnelser visar det; tomt för namnet",
                                "邀请和提醒中显示的标题；留空则用名称", "Yang ditampilkan undangan dan pengingat; kosongkan untuk nama"),
                        120),
                Forms.text(INVITE, LocalizedText.of("Invite", "Bjud in", "邀请", "Undang"),
                        LocalizedText.of("E-mail addresses, at most 20, separated by commas; each gets an invitation for its calendar",
                                "E-postadresser, högst 20, åtskilda med komma; var och en får en inbjudan till sin kalender",
                                "电子邮件地址，最多 20 个，用逗号分隔；每个地址都会收到日历邀请",
                                "Alamat surel, paling banyak 20, dipisahkan koma; masing-masing menerima undangan kalender"),
                        LONGEST_GUESTS),
                Forms.number(LENGTH, LocalizedText.of("Length", "Längd", "时长", "Durasi"),
                        LocalizedText.of("How long it takes in the calendars of those invited", "Hur lång tid det tar i de inbjudnas kalendrar",
                                "在受邀者日历中所占的时间", "Lamanya di kalender para undangan"),
                        "min", USUAL_LENGTH, 1, MOST_MINUTES),
                Forms.number(REMIND, LocalizedText.of("Remind before", "Påminn före", "提前提醒", "Ingatkan sebelum"),
                        LocalizedText.of("How long before it the subscribers get a text message; 0 for none",
                                "Hur långt före som anknytningarna får ett textmeddelande; 0 för inget", "提前多久向分机发送短信；0 表示不发送",
                                "Berapa lama sebelumnya ekstensi menerima pesan teks; 0 untuk tidak ada"),
                        "min", 0, 0, MOST_MINUTES),
                Forms.choice(LANGUAGE, LocalizedText.of("Language", "Språk", "语言", "Bahasa"),
                        LocalizedText.of("Of invitations and reminders", "På inbjudningar och påminnelser", "邀请和提醒的语言", "Untuk undangan dan pengingat"),
                        ENGLISH, List.of(new Choice(ENGLISH, LocalizedText.of("English")), new Choice("sv", LocalizedText.of("Svenska")),
                                new Choice("zh", LocalizedText.of("中文")), new Choice("id", LocalizedText.of("Bahasa Indonesia")))),
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
            var time = Recurrence.time(at);
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
        checkGuests(entry, problems);
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

    private static void checkGuests(Map<String, String> entry, List<FieldProblem> problems) {
        var guests = ScheduledCall.names(entry.getOrDefault(INVITE, ""));
        guests.stream().filter(guest -> !Mail.isAddress(guest)).findFirst()
                .ifPresent(guest -> problems.add(new FieldProblem(INVITE, LocalizedText.of(guest + " is not an e-mail address such as anna@example.com",
                        guest + " är ingen e-postadress som anna@example.com", guest + " 不是电子邮件地址，例如 anna@example.com",
                        guest + " bukan alamat surel seperti anna@example.com"))));
        if (guests.size() > MOST_GUESTS || guests.stream().map(guest -> guest.toLowerCase(Locale.ROOT)).distinct().count() < guests.size())
            problems.add(new FieldProblem(INVITE, LocalizedText.of("At most " + MOST_GUESTS + " different addresses are allowed",
                    "Högst " + MOST_GUESTS + " olika adresser tillåts", "最多允许 " + MOST_GUESTS + " 个不同的地址",
                    "Paling banyak " + MOST_GUESTS + " alamat yang berbeda")));
    }
}
