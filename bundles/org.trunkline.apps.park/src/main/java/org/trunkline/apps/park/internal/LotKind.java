package org.trunkline.apps.park.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.osgi.service.component.annotations.Component;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.config.FieldProblem;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.SettingType;

/** Parking lots as entries of the configuration. */
@Component(property = "trunkline.plugin=" + LotKind.OWNER)
public final class LotKind implements ConfigKind {
    static final String OWNER = "park";
    static final String KIND = "lot";
    static final String NUMBER = "number";
    static final String SLOTS = "slots";
    static final String TIMEOUT = "timeout";
    static final String FALLBACK = "fallback";
    static final String AUDIO = "audio";
    private static final Pattern DIALLABLE = Pattern.compile("[0-9*#]{1,16}");
    private static final Pattern FALLBACK_NUMBER = Pattern.compile("\\+?[0-9*#]{1,32}|[A-Za-z][A-Za-z0-9._-]{0,63}");

    @Override
    public KindInfo info() {
        return new KindInfo(KIND, LocalizedText.of("Call park", "Samtalsparkering", "呼叫驻留", "Parkir panggilan"), NUMBER, List.of(
                SettingField.of(NUMBER, SettingType.DIALLED, LocalizedText.of("Number", "Nummer", "号码", "Nomor"),
                        LocalizedText.of("A call that is transferred to this number is parked in the first free slot: digits, * and #",
                                "Ett samtal som kopplas till detta nummer parkeras på första lediga plats: siffror, * och #",
                                "转接到此号码的呼叫会驻留在第一个空闲驻留位：数字、* 和 #",
                                "Panggilan yang dialihkan ke nomor ini diparkir di slot kosong pertama: angka, * dan #")).between(1, 16).mandatory(),
                SettingField.of("name", SettingType.TEXT, LocalizedText.of("Name", "Namn", "名称", "Nama"),
                        LocalizedText.of("What the lot is called", "Vad parkeringen heter", "驻留区的名称", "Nama tempat parkir")).between(0, 80),
                SettingField.of(SLOTS, SettingType.TEXT, LocalizedText.of("Slots", "Platser", "驻留位", "Slot"),
                        LocalizedText.of("Numbers that calls are parked in and taken back from: 701-709, 720; at most 100",
                                "Nummer som samtal parkeras på och hämtas från: 701-709, 720; högst 100", "驻留和取回呼叫的号码：701-709, 720；最多 100 个",
                                "Nomor tempat panggilan diparkir dan diambil kembali: 701-709, 720; paling banyak 100")).between(1, 200).mandatory(),
                SettingField.of(TIMEOUT, SettingType.DURATION, LocalizedText.of("Ring back after", "Ring tillbaka efter", "回拨等待时间", "Panggil balik setelah"),
                        LocalizedText.of("Seconds after which the subscriber who parked the call is rung", "Sekunder efter vilka anknytningen som parkerade samtalet rings upp",
                                "经过这些秒数后呼叫驻留该呼叫的分机", "Detik sebelum ekstensi yang memarkir panggilan dihubungi"))
                        .in("s").usual(Lot.USUAL_TIMEOUT).between(Lot.SHORTEST, Lot.LONGEST),
                SettingField.of(FALLBACK, SettingType.DIALLED, LocalizedText.of("Fallback number", "Reservnummer", "备用号码", "Nomor cadangan"),
                        LocalizedText.of("Called when the subscriber who parked the call does not answer; empty to park it again",
                                "Rings när anknytningen som parkerade samtalet inte svarar; tomt för att parkera det igen",
                                "驻留该呼叫的分机未应答时拨打；留空则再次驻留",
                                "Dihubungi bila ekstensi yang memarkir panggilan tidak menjawab; kosong untuk memarkir lagi")).between(0, 64),
                SettingField.of(AUDIO, SettingType.TEXT, LocalizedText.of("Audio file", "Ljudfil", "音频文件", "Berkas audio"),
                        LocalizedText.of("Path of a WAV file on the node that parked callers hear: mono, 8 or 16 kHz, up to 4 MB; empty for the node's music",
                                "Sökväg till en WAV-fil på noden som parkerade hör: mono, 8 eller 16 kHz, högst 4 MB; tomt för nodens musik",
                                "驻留方听到的节点上 WAV 文件的路径：单声道，8 或 16 kHz，最大 4 MB；留空则播放节点的音乐",
                                "Lokasi berkas WAV di node yang didengar penelepon terparkir: mono, 8 atau 16 kHz, maksimal 4 MB; kosong untuk musik node")).between(0, 200)));
    }

    @Override
    public List<FieldProblem> check(Map<String, String> entry) {
        var problems = new ArrayList<FieldProblem>();
        String number = entry.getOrDefault(NUMBER, "");
        if (!DIALLABLE.matcher(number).matches())
            problems.add(new FieldProblem(NUMBER, LocalizedText.of(number + " must be 1 to 16 characters of 0-9, * and #",
                    number + " måste vara 1 till 16 tecken av 0-9, * och #", number + " 须为 1 到 16 个 0-9、* 和 # 字符",
                    number + " harus 1 sampai 16 karakter 0-9, * dan #")));
        var slots = SlotRange.parse(entry.getOrDefault(SLOTS, ""));
        if (slots.isEmpty())
            problems.add(new FieldProblem(SLOTS, LocalizedText.of("Write 1 to 100 slots as numbers and ranges of numbers with the same length: 701-709, 720",
                    "Skriv 1 till 100 platser som nummer och intervall av lika långa nummer: 701-709, 720", "请以号码和等长号码的范围写出 1 到 100 个驻留位：701-709, 720",
                    "Tulis 1 sampai 100 slot sebagai nomor dan rentang nomor yang sama panjang: 701-709, 720")));
        else if (slots.get().contains(number))
            problems.add(new FieldProblem(SLOTS, LocalizedText.of("The slots must not contain the number of the lot, " + number,
                    "Platserna får inte innehålla parkeringens eget nummer, " + number, "驻留位不得包含驻留区自身的号码 " + number,
                    "Slot tidak boleh memuat nomor tempat parkir sendiri, " + number)));
        String fallback = entry.getOrDefault(FALLBACK, "").strip();
        if (!fallback.isEmpty() && (!FALLBACK_NUMBER.matcher(fallback).matches() || fallback.equals(number) || slots.filter(all -> all.contains(fallback)).isPresent()))
            problems.add(new FieldProblem(FALLBACK, LocalizedText.of(fallback + " must be a number or name outside this lot",
                    fallback + " måste vara ett nummer eller namn utanför denna parkering", fallback + " 须为此驻留区以外的号码或名称",
                    fallback + " harus nomor atau nama di luar tempat parkir ini")));
        String audio = entry.getOrDefault(AUDIO, "").strip();
        if (!audio.isEmpty() && !isWave(audio))
            problems.add(new FieldProblem(AUDIO, LocalizedText.of("The audio file must be an absolute path that ends with .wav",
                    "Ljudfilen måste vara en fullständig sökväg som slutar med .wav", "音频文件须为以 .wav 结尾的绝对路径",
                    "Berkas audio harus lokasi lengkap yang berakhiran .wav")));
        return problems;
    }

    @Override
    public List<String> compared() {
        return List.of(SLOTS);
    }

    /** A number that is dialled leads to one lot. */
    @Override
    public List<FieldProblem> conflicts(Map<String, String> entry, List<Map<String, String>> others) {
        var problems = new ArrayList<FieldProblem>();
        String number = entry.getOrDefault(NUMBER, "");
        var slots = SlotRange.parse(entry.getOrDefault(SLOTS, "")).orElse(List.of());
        for (var other : others) {
            String lot = other.getOrDefault(NUMBER, "");
            var taken = SlotRange.parse(other.getOrDefault(SLOTS, "")).orElse(List.of());
            if (taken.contains(number))
                problems.add(new FieldProblem(NUMBER, LocalizedText.of(number + " is a slot of the lot " + lot,
                        number + " är en plats på parkeringen " + lot, number + " 是驻留区 " + lot + " 的驻留位",
                        number + " adalah slot tempat parkir " + lot)));
            slots.stream().filter(slot -> slot.equals(lot)).findFirst().ifPresent(slot -> problems.add(new FieldProblem(SLOTS,
                    LocalizedText.of(slot + " is the number of another lot", slot + " är numret på en annan parkering",
                            slot + " 是另一个驻留区的号码", slot + " adalah nomor tempat parkir lain"))));
            slots.stream().filter(taken::contains).findFirst().ifPresent(slot -> problems.add(new FieldProblem(SLOTS,
                    LocalizedText.of("The lot " + lot + " has the slot " + slot + " too", "Parkeringen " + lot + " har också platsen " + slot,
                            "驻留区 " + lot + " 也有驻留位 " + slot, "Tempat parkir " + lot + " juga punya slot " + slot))));
        }
        return problems;
    }

    private static boolean isWave(String path) {
        try {
            return path.toLowerCase(Locale.ROOT).endsWith(".wav") && Path.of(path).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
