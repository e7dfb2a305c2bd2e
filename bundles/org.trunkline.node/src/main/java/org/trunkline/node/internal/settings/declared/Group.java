package org.trunkline.node.internal.settings.declared;

import java.util.List;

import org.trunkline.api.settings.SettingsReport;
import org.trunkline.spi.LocalizedText;

/** The subjects that settings are grouped by, in the order of forms. */
public final class Group {
    static final String NETWORK = "network";
    static final String CALLS = "calls";
    static final String MEDIA = "media";
    static final String DNS = "dns";
    static final String TLS = "tls";
    static final String ALERTS = "alerts";
    static final String RECORDS = "records";
    static final String FILES = "files";
    static final String PHONES = "phones";
    static final String LIMITS = "limits";
    static final String DATABASE = "database";
    static final String PLUGINS = "plugins";
    static final String START = "start";

    public static final List<SettingsReport.Group> ALL = List.of(
            group(CALLS, "Calls and numbers", "Samtal och nummer", "呼叫与号码", "Panggilan dan nomor"),
            group(NETWORK, "Addresses and ports", "Adresser och portar", "地址与端口", "Alamat dan port"),
            group(DNS, "Name servers", "Namnservrar", "域名服务器", "Server nama"),
            group(TLS, "Certificates", "Certifikat", "证书", "Sertifikat"),
            group(ALERTS, "Mail and webhooks", "E-post och webhooks", "邮件与 Webhook", "Surel dan webhook"),
            group(RECORDS, "Call records", "Samtalsposter", "话单", "Catatan panggilan"),
            group(MEDIA, "Media", "Media", "媒体", "Media"),
            group(PHONES, "Phone registration", "Telefonregistrering", "话机注册", "Registrasi telepon"),
            group(FILES, "Files in messages", "Filer i meddelanden", "消息中的文件", "Berkas dalam pesan"),
            group(LIMITS, "Limits", "Gränser", "限制", "Batas"),
            group(DATABASE, "Database", "Databas", "数据库", "Basis data"),
            group(PLUGINS, "Plug-ins", "Insticksprogram", "插件", "Plug-in"),
            group(START, "Given at start", "Anges vid start", "启动时给定", "Diberikan saat mulai"));

    private Group() {}

    private static SettingsReport.Group group(String code, String en, String sv, String zh, String id) {
        return new SettingsReport.Group(code, LocalizedText.of(en, sv, zh, id).byLanguage());
    }
}
