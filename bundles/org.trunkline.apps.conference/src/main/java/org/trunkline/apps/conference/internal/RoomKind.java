package org.trunkline.apps.conference.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.osgi.service.component.annotations.Component;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.config.FieldProblem;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.SettingType;

/** Conference rooms as entries of the configuration. */
@Component(property = "trunkline.plugin=" + RoomKind.OWNER)
public final class RoomKind implements ConfigKind {
    static final String OWNER = "conference";
    static final String KIND = "room";
    static final String NUMBER = "number";
    static final String PIN = "pin";
    static final String MOST = "limit";
    static final String TONES = "tones";
    private static final Pattern DIALLABLE = Pattern.compile("\\+[1-9][0-9]{2,14}|[0-9*#]{1,32}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{4,12}");

    @Override
    public KindInfo info() {
        return new KindInfo(KIND, LocalizedText.of("Conference rooms", "Konferensrum", "会议室", "Ruang konferensi"), NUMBER, List.of(
                SettingField.of(NUMBER, SettingType.DIALLED, LocalizedText.of("Number", "Nummer", "号码", "Nomor"),
                        LocalizedText.of("The number that callers dial: digits, * and #, or E.164 with the plus",
                                "Numret som slås: siffror, * och #, eller E.164 med plus", "呼叫者拨打的号码：数字、* 和 #，或带加号的 E.164 号码",
                                "Nomor yang dihubungi: angka, * dan #, atau E.164 dengan tanda plus")).between(1, 32).mandatory(),
                SettingField.of("name", SettingType.TEXT, LocalizedText.of("Name", "Namn", "名称", "Nama"),
                        LocalizedText.of("What the room is called", "Vad rummet heter", "会议室的名称", "Nama ruang")).between(0, 80),
                SettingField.of(PIN, SettingType.TEXT, LocalizedText.of("PIN", "PIN-kod", "PIN 码", "PIN"),
                        LocalizedText.of("4 to 12 digits that a caller must press first; empty for none",
                                "4 till 12 siffror som den som ringer måste trycka först; tomt för ingen", "呼叫者须先按下的 4 到 12 位数字；留空表示不需要",
                                "4 sampai 12 angka yang harus ditekan lebih dulu; kosongkan jika tidak perlu")).between(4, 12).asSecret(),
                SettingField.of(MOST, SettingType.NUMBER, LocalizedText.of("Callers at most", "Högst antal", "人数上限", "Peserta maksimal"),
                        LocalizedText.of("How many may be in the room at once", "Hur många som får vara i rummet samtidigt", "会议室同时可容纳的人数",
                                "Jumlah peserta sekaligus di ruang")).usual(Room.USUAL_MOST).between(2, Room.MOST),
                SettingField.of(TONES, SettingType.YES_NO, LocalizedText.of("Tones", "Toner", "提示音", "Nada"),
                        LocalizedText.of("Whether all hear a tone when somebody joins or leaves",
                                "Om alla hör en ton när någon kommer eller går", "有人加入或离开时是否所有人都听到提示音",
                                "Apakah semua mendengar nada saat seseorang bergabung atau keluar")).usual("true")));
    }

    @Override
    public List<FieldProblem> check(Map<String, String> entry) {
        var problems = new ArrayList<FieldProblem>();
        String number = entry.getOrDefault(NUMBER, "");
        if (!DIALLABLE.matcher(number).matches())
            problems.add(new FieldProblem(NUMBER, LocalizedText.of(number + " must be 1 to 32 characters of 0-9, * and #, or E.164 with the plus",
                    number + " måste vara 1 till 32 tecken av 0-9, * och #, eller E.164 med plus", number + " 须为 1 到 32 个 0-9、* 和 # 字符，或带加号的 E.164 号码",
                    number + " harus 1 sampai 32 karakter 0-9, * dan #, atau E.164 dengan tanda plus")));
        String pin = entry.getOrDefault(PIN, "");
        if (!pin.isEmpty() && !DIGITS.matcher(pin).matches())
            problems.add(new FieldProblem(PIN, LocalizedText.of("The PIN must be 4 to 12 digits", "PIN-koden måste vara 4 till 12 siffror", "PIN 码须为 4 到 12 位数字",
                    "PIN harus 4 sampai 12 angka")));
        return problems;
    }
}
