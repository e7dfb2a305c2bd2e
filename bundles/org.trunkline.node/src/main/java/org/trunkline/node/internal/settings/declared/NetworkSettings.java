package org.trunkline.node.internal.settings.declared;

import static org.trunkline.node.internal.settings.declared.Declaration.file;
import static org.trunkline.node.internal.settings.declared.Declaration.of;
import static org.trunkline.node.internal.settings.declared.Declaration.port;
import static org.trunkline.node.internal.settings.declared.Declaration.secret;
import static org.trunkline.node.internal.settings.declared.Declaration.text;
import static org.trunkline.node.internal.settings.declared.Declaration.yesNo;

import java.util.List;
import java.util.stream.Stream;

/** Addresses, ports, certificates and name servers. */
final class NetworkSettings {
    private NetworkSettings() {}

    static Stream<Declaration> addresses() {
        return List.of(
                of("addresses", "trunkline.bind").or("127.0.0.1").label("SIP addresses", "SIP-adresser", "SIP 地址", "Alamat SIP")
                        .help("Addresses of SIP and media: for phones on other machines, an address of this machine or 0.0.0.0; several separated by commas, such as 192.0.2.10,2001:db8::10 for calls between IPv4 and IPv6",
                                "Adresser för SIP och media: för telefoner på andra datorer, en adress på den här datorn eller 0.0.0.0; flera åtskilda av komman, som 192.0.2.10,2001:db8::10 för samtal mellan IPv4 och IPv6",
                                "SIP 和媒体的地址：若话机在其他计算机上，填本机地址或 0.0.0.0；多个地址以逗号分隔，例如 192.0.2.10,2001:db8::10 用于 IPv4 与 IPv6 互通",
                                "Alamat SIP dan media: untuk telepon di komputer lain, alamat komputer ini atau 0.0.0.0; pisahkan beberapa alamat dengan koma, misalnya 192.0.2.10,2001:db8::10 untuk panggilan antara IPv4 dan IPv6"),
                port("trunkline.sip.port", 5060).label("SIP port", "SIP-port", "SIP 端口", "Port SIP")
                        .help("UDP and TCP port of SIP; 0 for any free port", "UDP- och TCP-port för SIP; 0 för valfri ledig port",
                                "SIP 的 UDP 和 TCP 端口；0 表示任意空闲端口", "Port UDP dan TCP untuk SIP; 0 untuk port bebas mana pun"),
                port("trunkline.tls.port", 5061).label("SIP TLS port", "SIP-port för TLS", "SIP TLS 端口", "Port TLS SIP")
                        .help("TCP port of SIP over TLS, used once there is a certificate", "TCP-port för SIP över TLS, används när det finns ett certifikat",
                                "SIP over TLS 的 TCP 端口，有证书后启用", "Port TCP untuk SIP lewat TLS, dipakai setelah ada sertifikat"),
                of("address", "trunkline.http.bind").or("127.0.0.1").label("Admin address", "Adminadress", "管理地址", "Alamat admin")
                        .help("Address of the admin API: HTTP on loopback addresses; HTTPS on others, which requires a certificate",
                                "Adress för admin-API:t: HTTP på loopback-adresser; HTTPS på andra, vilket kräver ett certifikat",
                                "管理 API 的地址：回环地址用 HTTP；其他地址用 HTTPS，需要证书",
                                "Alamat API admin: HTTP pada alamat loopback; HTTPS pada alamat lain, yang memerlukan sertifikat"),
                port("trunkline.http.port", 8060).label("Admin port", "Adminport", "管理端口", "Port admin")
                        .help("TCP port of the admin API; 0 for any free port", "TCP-port för admin-API:t; 0 för valfri ledig port",
                                "管理 API 的 TCP 端口；0 表示任意空闲端口", "Port TCP API admin; 0 untuk port bebas mana pun"),
                yesNo("trunkline.http.phone", "no").label("Web phone", "Webbtelefon", "网页电话", "Telepon web")
                        .help("Whether the admin API has a web phone at /phone, where subscribers sign in",
                                "Om admin-API:t har en webbtelefon på /phone, där anknytningar loggar in",
                                "管理 API 是否在 /phone 提供网页电话，供分机登录", "Apakah API admin punya telepon web di /phone, tempat ekstensi masuk"),
                yesNo("trunkline.push", "").label("Wake sleeping phones", "Väck vilande telefoner", "唤醒休眠的话机", "Bangunkan telepon tidur")
                        .help("Whether calls and text messages wake phones that sleep, by push messages (RFC 8030, RFC 8599); empty for yes with the web phone, else no",
                                "Om samtal och textmeddelanden väcker telefoner som vilar, med push-meddelanden (RFC 8030, RFC 8599); tomt för ja med webbtelefonen, annars nej",
                                "来电和短信是否通过推送消息（RFC 8030、RFC 8599）唤醒休眠的话机；留空时有网页电话为是，否则为否",
                                "Apakah panggilan dan pesan teks membangunkan telepon yang tidur lewat pesan push (RFC 8030, RFC 8599); kosong berarti ya dengan telepon web, selain itu tidak"),
                yesNo("trunkline.push.text", "no").label("Text in notifications", "Text i notiser", "通知中的文字", "Teks dalam notifikasi")
                        .help("Whether the notification about a text message shows the beginning of its text, which a locked screen shows too; the push service cannot read it",
                                "Om notisen om ett textmeddelande visar början av texten, även på en låst skärm; push-tjänsten kan inte läsa den",
                                "短信通知是否显示文字的开头，锁定的屏幕上也会显示；推送服务无法读取",
                                "Apakah notifikasi pesan teks menampilkan awal teksnya, juga di layar terkunci; layanan push tidak dapat membacanya"),
                text("trunkline.push.hosts").label("Push services", "Push-tjänster", "推送服务", "Layanan push")
                        .help("Hosts of push services, such as *.push.services.mozilla.com, separated by commas, also in the node's own network; empty for any host with a public address on port 443",
                                "Push-tjänsternas värdar, som *.push.services.mozilla.com, åtskilda av komman, även i nodens eget nät; tomt för alla värdar med publik adress på port 443",
                                "推送服务的主机，例如 *.push.services.mozilla.com，以逗号分隔，也可在节点自己的网络内；留空表示端口 443 上任何有公网地址的主机",
                                "Host layanan push, misalnya *.push.services.mozilla.com, dipisahkan koma, juga di jaringan node sendiri; kosong untuk host mana pun dengan alamat publik di port 443"),
                of("mail", "trunkline.push.contact").label("Push contact", "Push-kontakt", "推送联系人", "Kontak push")
                        .help("Mail address of the operator, sent to push services (RFC 8292); required by Apple's",
                                "Operatörens e-postadress, sänds till push-tjänster (RFC 8292); krävs av Apples",
                                "运营者的邮件地址，发送给推送服务（RFC 8292）；Apple 的服务要求提供",
                                "Alamat surel operator, dikirim ke layanan push (RFC 8292); diwajibkan layanan Apple"),
                of("port-or-off", "trunkline.ws.port").or("off").atOnce().label("WebSocket port", "WebSocket-port", "WebSocket 端口", "Port WebSocket")
                        .help("Port of SIP over WebSocket (RFC 7118), for phones in browsers; 0 for any free port, off for none",
                                "Port för SIP över WebSocket (RFC 7118), för telefoner i webbläsare; 0 för valfri ledig port, off för ingen",
                                "供浏览器话机使用的 SIP over WebSocket（RFC 7118）端口；0 表示任意空闲端口，off 表示关闭",
                                "Port SIP lewat WebSocket (RFC 7118), untuk telepon di peramban; 0 untuk port bebas mana pun, off untuk tidak ada"),
                of("port-or-off", "trunkline.wss.port").or("off").atOnce().label("Secure WebSocket port", "Säker WebSocket-port", "安全 WebSocket 端口", "Port WebSocket aman")
                        .help("Port of SIP over secure WebSocket, opened once there is a certificate; 0 for any free port, off for none",
                                "Port för SIP över säker WebSocket, öppnas när det finns ett certifikat; 0 för valfri ledig port, off för ingen",
                                "SIP over 安全 WebSocket 的端口，有证书后打开；0 表示任意空闲端口，off 表示关闭",
                                "Port SIP lewat WebSocket aman, dibuka setelah ada sertifikat; 0 untuk port bebas mana pun, off untuk tidak ada"),
                text("trunkline.ws.origins").label("Allowed web pages", "Tillåtna webbsidor", "允许的网页", "Halaman web diizinkan")
                        .help("Origins of the web pages that may connect by WebSocket, such as https://phone.example.com, separated by commas; empty for all",
                                "Ursprung för webbsidor som får ansluta med WebSocket, som https://phone.example.com, åtskilda av komman; tomt för alla",
                                "可通过 WebSocket 连接的网页来源，例如 https://phone.example.com，以逗号分隔；留空表示全部",
                                "Asal halaman web yang boleh tersambung lewat WebSocket, misalnya https://phone.example.com, dipisahkan koma; kosong untuk semua"),
                of("port-range", "trunkline.rtp.ports").or("10000-49999").atOnce().label("Media ports", "Mediaportar", "媒体端口", "Port media")
                        .help("UDP ports of media: four for each call, so the default serves 10,000 calls. Ports in use by other programs are skipped",
                                "UDP-portar för media: fyra per samtal, så standardvärdet räcker till 10 000 samtal. Portar som andra program använder hoppas över",
                                "媒体的 UDP 端口：每个呼叫用四个，默认值可供 10,000 个呼叫。其他程序占用的端口会被跳过",
                                "Port UDP media: empat untuk tiap panggilan, jadi nilai bawaan cukup untuk 10.000 panggilan. Port yang dipakai program lain dilewati"),
                of("port-or-off", "trunkline.media.tcp.port").or("off").atOnce().label("Media TCP port", "TCP-port för media", "媒体 TCP 端口", "Port TCP media")
                        .help("TCP port of media for browsers whose network lets no UDP through (RFC 6544), at the addresses of trunkline.bind; UDP is preferred. 0 for any free port, off for none",
                                "TCP-port för media till webbläsare vars nät inte släpper igenom UDP (RFC 6544), på adresserna i trunkline.bind; UDP föredras. 0 för valfri ledig port, off för ingen",
                                "供所在网络不允许 UDP 的浏览器使用的媒体 TCP 端口（RFC 6544），位于 trunkline.bind 的地址；优先使用 UDP。0 表示任意空闲端口，off 表示关闭",
                                "Port TCP media untuk peramban yang jaringannya tidak meloloskan UDP (RFC 6544), pada alamat trunkline.bind; UDP didahulukan. 0 untuk port bebas mana pun, off untuk tidak ada"),
                of("public-addresses", "trunkline.media.public").atOnce().label("Public address", "Publik adress", "公网地址", "Alamat publik")
                        .help("Address that a NAT in front of the node has for it, with the same ports: a second candidate for browsers; one IPv4 and one IPv6 address, separated by a comma",
                                "Adress som en NAT framför noden har för den, med samma portar: en andra kandidat för webbläsare; en IPv4- och en IPv6-adress, åtskilda av komma",
                                "节点前的 NAT 为它提供的地址，端口相同：供浏览器使用的第二候选地址；一个 IPv4 和一个 IPv6 地址，以逗号分隔",
                                "Alamat yang dimiliki NAT di depan node untuknya, dengan port yang sama: kandidat kedua untuk peramban; satu alamat IPv4 dan satu IPv6, dipisahkan koma"))
                .stream().map(it -> it.in(Group.NETWORK));
    }

    static Stream<Declaration> certificates() {
        return List.of(
                file("trunkline.tls.certificate").atOnce().label("Certificate file", "Certifikatfil", "证书文件", "Berkas sertifikat")
                        .help("Certificate of SIP over TLS and HTTPS, PEM or PKCS #12; paths are relative to the folder tls of the data folder. Empty for node.pem, else node.p12, in that folder; TLS is off until the file exists",
                                "Certifikat för SIP över TLS och HTTPS, PEM eller PKCS #12; sökvägar utgår från mappen tls i datamappen. Tomt för node.pem, annars node.p12, i den mappen; TLS är av tills filen finns",
                                "SIP over TLS 和 HTTPS 的证书，PEM 或 PKCS #12；路径相对于数据文件夹中的 tls 文件夹。留空时使用该文件夹中的 node.pem，否则 node.p12；文件存在之前 TLS 关闭",
                                "Sertifikat SIP lewat TLS dan HTTPS, PEM atau PKCS #12; jalur relatif terhadap folder tls di folder data. Kosong untuk node.pem, atau node.p12, di folder itu; TLS mati sampai berkas ada"),
                file("trunkline.tls.key").atOnce().label("Key file", "Nyckelfil", "密钥文件", "Berkas kunci")
                        .help("PEM key, unencrypted PKCS #8; empty for node.key in the folder tls", "PEM-nyckel, okrypterad PKCS #8; tomt för node.key i mappen tls",
                                "PEM 密钥，未加密的 PKCS #8；留空时使用 tls 文件夹中的 node.key", "Kunci PEM, PKCS #8 tanpa enkripsi; kosong untuk node.key di folder tls"),
                secret("trunkline.tls.password").atOnce().label("Certificate password", "Certifikatets lösenord", "证书密码", "Kata sandi sertifikat")
                        .help("Password of a PKCS #12 file", "Lösenord för en PKCS #12-fil", "PKCS #12 文件的密码", "Kata sandi berkas PKCS #12"),
                file("trunkline.tls.password-file").atOnce().label("Certificate password file", "Fil med certifikatlösenord", "证书密码文件", "Berkas sandi sertifikat")
                        .help("File that contains only that password; wins over the password itself", "Fil som bara innehåller det lösenordet; går före själva lösenordet",
                                "只包含该密码的文件；优先于密码本身", "Berkas yang hanya berisi kata sandi itu; mengalahkan kata sandinya sendiri"),
                file("trunkline.tls.ca").atOnce().label("Trusted CAs", "Betrodda utfärdare", "受信任的 CA", "CA tepercaya")
                        .help("PEM file of the CAs trusted to issue trunk certificates; empty for ca.pem in the folder tls, else those of Java",
                                "PEM-fil med utfärdare som får utfärda trunkarnas certifikat; tomt för ca.pem i mappen tls, annars Javas",
                                "受信任签发中继证书的 CA 的 PEM 文件；留空时使用 tls 文件夹中的 ca.pem，否则使用 Java 自带的",
                                "Berkas PEM CA yang dipercaya menerbitkan sertifikat trunk; kosong untuk ca.pem di folder tls, atau milik Java"))
                .stream().map(it -> it.in(Group.TLS));
    }

    static Stream<Declaration> names() {
        return List.of(
                of("name-server", "trunkline.dns").atOnce().label("Name server", "Namnserver", "域名服务器", "Server nama")
                        .help("Name server for the names of trunks, such as 192.0.2.53 or 192.0.2.53:5353; empty for those of the system",
                                "Namnserver för trunkarnas namn, som 192.0.2.53 eller 192.0.2.53:5353; tomt för systemets",
                                "解析中继名称的域名服务器，例如 192.0.2.53 或 192.0.2.53:5353；留空使用系统的",
                                "Server nama untuk nama trunk, misalnya 192.0.2.53 atau 192.0.2.53:5353; kosong untuk milik sistem"),
                of("domain", "trunkline.enum.suffix").atOnce().label("ENUM domain", "ENUM-domän", "ENUM 域", "Domain ENUM")
                        .help("Domain for ENUM lookups of telephone numbers (RFC 6116), such as e164.arpa; empty for none. Routing policies see the SIP URI and the routing number found",
                                "Domän för ENUM-uppslag av telefonnummer (RFC 6116), som e164.arpa; tomt för inga. Vägvalsregler ser den SIP-URI och det vägvalsnummer som hittas",
                                "电话号码 ENUM 查询（RFC 6116）的域，例如 e164.arpa；留空表示不查询。路由策略可看到查得的 SIP URI 和路由号码",
                                "Domain untuk pencarian ENUM nomor telepon (RFC 6116), misalnya e164.arpa; kosong untuk tidak ada. Kebijakan rute melihat URI SIP dan nomor rute yang ditemukan"))
                .stream().map(it -> it.in(Group.DNS));
    }
}
