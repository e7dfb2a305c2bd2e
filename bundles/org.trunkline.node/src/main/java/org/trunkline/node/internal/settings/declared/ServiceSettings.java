package org.trunkline.node.internal.settings.declared;

import static org.trunkline.node.internal.settings.declared.Declaration.choice;
import static org.trunkline.node.internal.settings.declared.Declaration.file;
import static org.trunkline.node.internal.settings.declared.Declaration.number;
import static org.trunkline.node.internal.settings.declared.Declaration.of;
import static org.trunkline.node.internal.settings.declared.Declaration.secret;
import static org.trunkline.node.internal.settings.declared.Declaration.text;
import static org.trunkline.node.internal.settings.declared.Declaration.yesNo;

import java.util.List;
import java.util.stream.Stream;

import org.trunkline.domain.config.Retention;

/** Mail, records, the database, plug-ins, and what is given at the start. */
final class ServiceSettings {
    private ServiceSettings() {}

    static Stream<Declaration> alerts() {
        return List.of(
                of("host-name", "trunkline.smtp.host").atOnce().label("Mail server", "E-postserver", "邮件服务器", "Server surel")
                        .help("Mail server for alerts and invitations; empty to send no mail", "E-postserver för larm och inbjudningar; tomt för att inte skicka e-post", "发送警报和邀请的邮件服务器；留空则不发邮件", "Server surel untuk peringatan dan undangan; kosong untuk tidak mengirim surel"),
                of("port", "trunkline.smtp.port").atOnce().label("Mail port", "E-postport", "邮件端口", "Port surel")
                        .help("Port of the mail server; empty for 587, or 465 with TLS from the start", "E-postserverns port; tomt för 587, eller 465 med TLS från början", "邮件服务器端口；留空为 587，一开始就用 TLS 时为 465", "Port server surel; kosong untuk 587, atau 465 dengan TLS sejak awal"),
                choice("trunkline.smtp.security", "starttls").atOnce().choice("starttls", "STARTTLS", "STARTTLS", "STARTTLS", "STARTTLS")
                        .choice("tls", "TLS from the start", "TLS från början", "一开始就用 TLS", "TLS sejak awal").choice("none", "None", "Ingen", "无", "Tidak ada")
                        .label("Mail encryption", "E-postkryptering", "邮件加密", "Enkripsi surel")
                        .help("Encryption to the mail server: starttls, tls from the start, or none", "Kryptering till e-postservern: starttls, tls från början, eller none", "与邮件服务器之间的加密：starttls、tls（一开始就用）或 none", "Enkripsi ke server surel: starttls, tls sejak awal, atau none"),
                of("mail", "trunkline.smtp.from").atOnce().label("Sender", "Avsändare", "发件人", "Pengirim")
                        .help("Sender address of the mail; required with a mail server", "Brevens avsändaradress; krävs med en e-postserver", "邮件的发件地址；设置邮件服务器时必填", "Alamat pengirim surel; wajib dengan server surel"),
                text("trunkline.smtp.user").atOnce().label("Mail account", "E-postkonto", "邮件账户", "Akun surel")
                        .help("Account on the mail server; empty for none", "Konto på e-postservern; tomt för inget", "邮件服务器账户；留空表示无", "Akun di server surel; kosong untuk tidak ada"),
                secret("trunkline.smtp.password").atOnce().label("Mail password", "E-postlösenord", "邮件密码", "Kata sandi surel")
                        .help("Password of that account", "Kontots lösenord", "该账户的密码", "Kata sandi akun itu"),
                file("trunkline.smtp.password-file").atOnce().label("Mail password file", "Fil med e-postlösenord", "邮件密码文件", "Berkas sandi surel")
                        .help("File that contains only that password, read for each mail; wins over the password itself", "Fil som bara innehåller det lösenordet, läses för varje brev; går före själva lösenordet",
                                "只包含该密码的文件，每次发邮件时读取；优先于密码本身", "Berkas yang hanya berisi kata sandi itu, dibaca untuk tiap surel; mengalahkan kata sandinya sendiri"),
                text("trunkline.webhook.hosts").atOnce().label("Webhook hosts", "Webhook-värdar", "Webhook 主机", "Host webhook")
                        .help("Hosts to which alerts can send webhooks, separated by commas", "Värdar som larm får skicka webhooks till, åtskilda av komman", "警报可向其发送 Webhook 的主机，以逗号分隔", "Host tujuan webhook peringatan, dipisahkan koma"))
                .stream().map(it -> it.in(Group.ALERTS));
    }

    static Stream<Declaration> records() {
        return List.of(
                number("trunkline.keep.records.days", "days", 0, 0, Retention.MAX_DAYS).atOnce().label("Keep records", "Behåll poster", "保留话单", "Simpan catatan")
                        .help("Days that call records are kept, 0 for ever; used until retention is changed under Privacy", "Dagar som samtalsposter behålls, 0 för alltid; gäller tills lagringstiden ändras under Integritet",
                                "话单保留天数，0 表示永久；在“隐私”中更改保留期之前有效", "Hari penyimpanan catatan panggilan, 0 selamanya; berlaku sampai masa simpan diubah di Privasi"),
                number("trunkline.keep.ladders.days", "days", 0, 0, Retention.MAX_DAYS).atOnce().label("Keep SIP messages", "Behåll SIP-meddelanden", "保留 SIP 消息", "Simpan pesan SIP")
                        .help("Days that SIP messages are kept, 0 as long as their records; used until retention is changed under Privacy", "Dagar som SIP-meddelanden behålls, 0 så länge som deras poster; gäller tills lagringstiden ändras under Integritet",
                                "SIP 消息保留天数，0 表示与话单相同；在“隐私”中更改保留期之前有效", "Hari penyimpanan pesan SIP, 0 selama catatannya; berlaku sampai masa simpan diubah di Privasi"),
                number("trunkline.keep.personal.days", "days", 0, 0, Retention.MAX_DAYS).atOnce().label("Keep personal data", "Behåll personuppgifter", "保留个人数据", "Simpan data pribadi")
                        .help("Days after which numbers in records are masked, and names, addresses of phones and SIP messages are removed; 0 for never; used until retention is changed under Privacy",
                                "Dagar tills nummer i poster maskeras och namn, telefonadresser och SIP-meddelanden tas bort; 0 för aldrig; gäller tills lagringstiden ändras under Integritet",
                                "多少天后遮盖话单中的号码并删除姓名、话机地址和 SIP 消息；0 表示从不；在“隐私”中更改保留期之前有效",
                                "Hari sampai nomor di catatan disamarkan, dan nama, alamat telepon, serta pesan SIP dihapus; 0 untuk tidak pernah; berlaku sampai masa simpan diubah di Privasi"),
                choice("trunkline.keep.personal.as", "cut").atOnce().choice("cut", "Cut short", "Kortas", "截短", "Dipotong").choice("pseudonym", "Pseudonym", "Pseudonym", "假名", "Pseudonim")
                        .label("Masked numbers", "Maskerade nummer", "遮盖方式", "Nomor disamarkan")
                        .help("cut: numbers lose their last four digits; pseudonym: a pseudonym from a key replaces them; used until retention is changed under Privacy", "cut: nummer förlorar de fyra sista siffrorna; pseudonym: en pseudonym från en nyckel ersätter dem; gäller tills lagringstiden ändras under Integritet",
                                "cut：号码去掉末四位；pseudonym：用由密钥生成的假名替代；在“隐私”中更改保留期之前有效", "cut: nomor kehilangan empat digit terakhir; pseudonym: pseudonim dari kunci menggantikannya; berlaku sampai masa simpan diubah di Privasi"),
                text("trunkline.pseudonym.key").label("Pseudonym key", "Pseudonymnyckel", "假名密钥", "Kunci pseudonim")
                        .help("File of the key of pseudonyms; empty for pseudonym.key in the data folder", "Fil med nyckeln till pseudonymer; tomt för pseudonym.key i datamappen", "假名密钥文件；留空为数据文件夹中的 pseudonym.key", "Berkas kunci pseudonim; kosong untuk pseudonym.key di folder data"))
                .stream().map(it -> it.in(Group.RECORDS));
    }

    static Stream<Declaration> files() {
        return List.of(
                yesNo("trunkline.files", "no").atOnce().label("Files", "Filer", "文件", "Berkas")
                        .help("Whether subscribers may send each other files; they are uploaded to /files of the admin address",
                                "Om anknytningar får skicka filer till varandra; de laddas upp till /files på adminadressen",
                                "分机之间是否可以发送文件；文件上传到管理地址的 /files",
                                "Apakah ekstensi boleh saling mengirim berkas; berkas diunggah ke /files pada alamat admin"),
                number("trunkline.files.size", "MB", 20, 1, 1_000).atOnce().label("Largest file", "Största fil", "最大文件", "Berkas terbesar")
                        .help("Size of one file at most", "En fils största storlek", "单个文件的最大大小", "Ukuran terbesar satu berkas"),
                of("media-types", "trunkline.files.types").or("image/png,image/jpeg,image/gif,image/webp,image/bmp,image/heic,audio/*,video/*,"
                        + "application/pdf,text/plain,text/csv,application/zip,application/msword,application/vnd.*,application/octet-stream")
                        .atOnce().label("Types of files", "Filtyper", "文件类型", "Jenis berkas")
                        .help("Media types of allowed files, separated by commas; image/* for all pictures, */* for all types",
                                "Medietyper för tillåtna filer, åtskilda av komman; image/* för alla bilder, */* för alla typer",
                                "允许的文件媒体类型，以逗号分隔；image/* 表示所有图片，*/* 表示所有类型",
                                "Tipe media berkas yang diizinkan, dipisahkan koma; image/* untuk semua gambar, */* untuk semua tipe"),
                number("trunkline.files.subscriber", "MB", 500, 1, 1_000_000).atOnce().label("Room per subscriber", "Plats per anknytning", "每个分机的空间", "Ruang per ekstensi")
                        .help("Size of all stored files of one subscriber", "Storlek på alla lagrade filer från en anknytning", "一个分机所有已存文件的总大小", "Ukuran semua berkas tersimpan dari satu ekstensi"),
                number("trunkline.files.total", "MB", 5_000, 1, 10_000_000).atOnce().label("Room for files", "Plats för filer", "文件空间", "Ruang untuk berkas")
                        .help("Size of all stored files; 512 MB of the disk stay free in any case", "Storlek på alla lagrade filer; 512 MB av disken lämnas alltid fria", "所有已存文件的总大小；磁盘始终保留 512 MB 空闲", "Ukuran semua berkas tersimpan; 512 MB dari disk selalu dibiarkan kosong"),
                number("trunkline.files.days", "days", 30, 1, 3_650).atOnce().label("Keep files", "Behåll filer", "保留文件", "Simpan berkas")
                        .help("Days after which a file is deleted; retention set under Privacy can delete it earlier", "Dagar tills en fil tas bort; lagringstiden under Integritet kan ta bort den tidigare", "文件保留天数；“隐私”中的保留期可能更早将其删除", "Hari sampai berkas dihapus; masa simpan di Privasi dapat menghapusnya lebih awal"),
                of("web-address", "trunkline.files.address").atOnce().label("Address of links", "Länkarnas adress", "链接地址", "Alamat tautan")
                        .help("Scheme, host and port of the links to files, such as https://node.example.com:8060; empty for the address that the sender uploads to",
                                "Protokoll, värd och port i länkarna till filer, som https://node.example.com:8060; tomt för adressen som avsändaren laddar upp till",
                                "文件链接的协议、主机和端口，例如 https://node.example.com:8060；留空则使用发送方上传时的地址",
                                "Skema, host, dan port tautan ke berkas, misalnya https://node.example.com:8060; kosong untuk alamat tempat pengirim mengunggah"))
                .stream().map(it -> it.in(Group.FILES));
    }

    static Stream<Declaration> database() {
        return List.of(
                text("trunkline.store.url").label("Database URL", "Databas-URL", "数据库 URL", "URL basis data")
                        .help("Another database, such as jdbc:postgresql://db.example.com/trunkline; empty for H2 in the data folder", "En annan databas, som jdbc:postgresql://db.example.com/trunkline; tomt för H2 i datamappen",
                                "其他数据库，例如 jdbc:postgresql://db.example.com/trunkline；留空为数据文件夹中的 H2", "Basis data lain, misalnya jdbc:postgresql://db.example.com/trunkline; kosong untuk H2 di folder data"),
                text("trunkline.store.user").label("Database user", "Databasanvändare", "数据库用户", "Pengguna basis data")
                        .help("User of that database", "Användare i den databasen", "该数据库的用户", "Pengguna basis data itu"),
                secret("trunkline.store.password").label("Database password", "Databaslösenord", "数据库密码", "Kata sandi basis data")
                        .help("Password of that user", "Användarens lösenord", "该用户的密码", "Kata sandi pengguna itu"),
                file("trunkline.store.password-file").label("Database password file", "Fil med databaslösenord", "数据库密码文件", "Berkas sandi basis data")
                        .help("File that contains only that password; wins over the password itself", "Fil som bara innehåller det lösenordet; går före själva lösenordet", "只包含该密码的文件；优先于密码本身", "Berkas yang hanya berisi kata sandi itu; mengalahkan kata sandinya sendiri"))
                .stream().map(it -> it.in(Group.DATABASE));
    }

    static Stream<Declaration> plugins() {
        return List.of(
                text("trunkline.plugins.catalogue").label("Catalogue folder", "Katalogmapp", "目录文件夹", "Folder katalog")
                        .help("Folder of plug-in archives (*.tlp) that the desk offers for installation; empty for catalogue in the data folder", "Mapp med arkiv av insticksprogram (*.tlp) som skrivbordet erbjuder; tomt för catalogue i datamappen",
                                "桌面提供安装的插件档案（*.tlp）所在文件夹；留空为数据文件夹中的 catalogue", "Folder arsip plug-in (*.tlp) yang ditawarkan desk untuk dipasang; kosong untuk catalogue di folder data"),
                yesNo("trunkline.plugins.developer", "no").label("Developer mode", "Utvecklarläge", "开发者模式", "Mode pengembang")
                        .help("Whether plug-ins run that are unsigned or from untrusted publishers; the desk shows this mode", "Om insticksprogram körs som är osignerade eller från obetrodda utgivare; skrivbordet visar läget",
                                "是否运行未签名或发布者不受信任的插件；桌面会显示此模式", "Apakah plug-in tanpa tanda tangan atau dari penerbit tak tepercaya dijalankan; desk menampilkan mode ini"))
                .stream().map(it -> it.in(Group.PLUGINS));
    }

    static Stream<Declaration> start() {
        return List.of(
                text("trunkline.data").atStart().label("Data folder", "Datamapp", "数据文件夹", "Folder data")
                        .help("The node's data folder; empty for ~/.trunkline/node, where TRUNKLINE_HOME moves ~/.trunkline", "Nodens datamapp; tomt för ~/.trunkline/node, där TRUNKLINE_HOME flyttar ~/.trunkline",
                                "节点的数据文件夹；留空为 ~/.trunkline/node，TRUNKLINE_HOME 可改变 ~/.trunkline", "Folder data node; kosong untuk ~/.trunkline/node, dan TRUNKLINE_HOME memindahkan ~/.trunkline"),
                text("trunkline.node").atStart().label("Embedded node", "Inbyggd nod", "内置节点", "Node tertanam")
                        .help("off starts the desk without an embedded node", "off startar skrivbordet utan inbyggd nod", "off 表示桌面启动时不带内置节点", "off memulai desk tanpa node tertanam"))
                .stream().map(it -> it.in(Group.START));
    }
}
