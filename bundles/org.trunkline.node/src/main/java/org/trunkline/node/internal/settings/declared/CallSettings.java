package org.trunkline.node.internal.settings.declared;

import static org.trunkline.node.internal.settings.declared.Declaration.choice;
import static org.trunkline.node.internal.settings.declared.Declaration.number;
import static org.trunkline.node.internal.settings.declared.Declaration.of;
import static org.trunkline.node.internal.settings.declared.Declaration.yesNo;

import java.util.List;
import java.util.stream.Stream;

/** How calls, media and registrations of phones are handled. */
final class CallSettings {
    private CallSettings() {}

    static Stream<Declaration> calls() {
        return List.of(
                of("region", "trunkline.region").atOnce().label("Country", "Land", "国家", "Negara")
                        .help("Country whose national numbers subscribers dial, such as SE; empty for none, and then 00… counts as +…",
                                "Land vars nationella nummer anknytningarna slår, som SE; tomt för inget, och då gäller 00… som +…",
                                "分机所拨国内号码所属的国家，例如 SE；留空表示无，此时 00… 视为 +…",
                                "Negara yang nomor nasionalnya diputar ekstensi, misalnya SE; kosong untuk tidak ada, lalu 00… dianggap +…"),
                of("dial-codes", "trunkline.emergency.numbers").or("112,911").atOnce().label("Emergency numbers", "Nödnummer", "紧急号码", "Nomor darurat")
                        .help("Emergency numbers as dialled, separated by commas; their calls pass all limits, but need a route",
                                "Nödnummer som de slås, åtskilda av komman; samtal till dem går förbi alla gränser men behöver en rutt",
                                "按所拨形式填写的紧急号码，以逗号分隔；其呼叫不受任何限制，但需要路由",
                                "Nomor darurat seperti diputar, dipisahkan koma; panggilannya melewati semua batas, tetapi perlu rute"),
                of("dial-code", "trunkline.pickup.code").or("*8").atOnce().label("Pickup code", "Hämtningskod", "代答码", "Kode pengambilan")
                        .help("Picks up a ringing call of the caller's pickup groups; none for no code", "Hämtar ett ringande samtal i den uppringandes hämtningsgrupper; none för ingen kod",
                                "代答主叫所属代答组中正在振铃的呼叫；none 表示无代码", "Mengambil panggilan berdering dari grup pengambilan pemanggil; none untuk tanpa kode"),
                choice("trunkline.transfers", "node").atOnce().choice("node", "The node performs them", "Noden kopplar", "由节点执行", "Node melakukannya")
                        .choice("pass", "The other side performs them", "Andra sidan kopplar", "由对方执行", "Sisi lain melakukannya")
                        .label("Transfers", "Kopplingar", "转接", "Pengalihan")
                        .help("Who performs a transfer: the node, or (pass) the other side if it supports REFER", "Vem som kopplar: noden, eller (pass) andra sidan om den stöder REFER",
                                "由谁执行转接：节点，或（pass）支持 REFER 的对方", "Siapa yang mengalihkan: node, atau (pass) sisi lain jika mendukung REFER"),
                number("trunkline.ring.seconds", "s", 60, 5, 600).atOnce().label("Ringing time", "Ringtid", "振铃时长", "Lama dering")
                        .help("How long a subscriber's phones ring", "Hur länge en anknytnings telefoner ringer", "分机话机振铃多久", "Berapa lama telepon ekstensi berdering"),
                of("announcement", "trunkline.announce.unassigned").or("no").atOnce().label("Unassigned numbers", "Lediga nummer", "未分配号码", "Nomor tanpa pemilik")
                        .help("What callers of unassigned numbers hear before the 404: no refuses them at once, tone plays the three rising tones of ITU-T E.180, and the path of a WAV file (mono, 8 or 16 kHz, 16-bit PCM or G.711, up to 4 MiB) plays that file",
                                "Vad den som ringer ett ledigt nummer hör före 404: no avvisar genast, tone spelar de tre stigande tonerna i ITU-T E.180, och sökvägen till en WAV-fil (mono, 8 eller 16 kHz, 16-bitars PCM eller G.711, högst 4 MiB) spelar den filen",
                                "拨打未分配号码的主叫在 404 之前听到什么：no 立即拒绝，tone 播放 ITU-T E.180 的三声上升音，WAV 文件路径（单声道、8 或 16 kHz、16 位 PCM 或 G.711、最大 4 MiB）播放该文件",
                                "Yang didengar pemanggil nomor tanpa pemilik sebelum 404: no langsung menolak, tone memutar tiga nada naik ITU-T E.180, dan jalur berkas WAV (mono, 8 atau 16 kHz, PCM 16 bit atau G.711, hingga 4 MiB) memutar berkas itu"),
                number("trunkline.drain.seconds", "s", 3600, 1, 86_400).atOnce().label("Time to drain", "Tid att tömma", "排空时长", "Waktu pengosongan")
                        .help("Time for calls in progress after trunkline:drain stop", "Tid för pågående samtal efter trunkline:drain stop", "执行 trunkline:drain stop 后留给进行中呼叫的时间",
                                "Waktu untuk panggilan berjalan setelah trunkline:drain stop"),
                number("trunkline.term.seconds", "s", 15, 0, 3600).atOnce().label("Time at SIGTERM", "Tid vid SIGTERM", "SIGTERM 时长", "Waktu saat SIGTERM")
                        .help("Time for calls in progress after SIGTERM", "Tid för pågående samtal efter SIGTERM", "收到 SIGTERM 后留给进行中呼叫的时间", "Waktu untuk panggilan berjalan setelah SIGTERM"))
                .stream().map(it -> it.in(Group.CALLS));
    }

    static Stream<Declaration> media() {
        return List.of(
                number("trunkline.media.silence", "s", 60, 5, 86_400).atOnce().label("Silence limit", "Tystnadsgräns", "静默上限", "Batas hening")
                        .help("Time without media before the node ends a call", "Tid utan media innan noden avslutar ett samtal", "无媒体多久后节点结束呼叫", "Waktu tanpa media sebelum node mengakhiri panggilan"),
                yesNo("trunkline.media.rtcp", "yes").atOnce().label("Own RTCP", "Egen RTCP", "自发 RTCP", "RTCP sendiri")
                        .help("Whether the node sends RTCP to a side that gets none from the other side", "Om noden sänder RTCP till en sida som inte får någon från den andra",
                                "一侧收不到对侧的 RTCP 时，节点是否向其发送 RTCP", "Apakah node mengirim RTCP ke sisi yang tidak menerimanya dari sisi lain"),
                of("transcoding", "trunkline.transcoding.max").atOnce().label("Calls with conversion", "Samtal med omkodning", "转码呼叫数", "Panggilan dengan konversi")
                        .help("Calls at once whose codecs the node converts, 0 to 10000; 0 for none, empty for 40 for each core", "Samtidiga samtal vars codec noden omvandlar, 0 till 10000; 0 för inga, tomt för 40 per kärna",
                                "节点同时转换编解码器的呼叫数，0 至 10000；0 表示不转换，留空为每个核心 40 个", "Panggilan serentak yang codec-nya dikonversi node, 0 sampai 10000; 0 untuk tidak ada, kosong untuk 40 tiap inti"),
                number("trunkline.listen.tone", "s", 15, 5, 60).atOnce().label("Consent tone", "Samtyckeston", "告知音", "Nada persetujuan")
                        .help("Time from one tone to the next that both parties hear while an administrator listens to their call", "Tid från en ton till nästa som båda parter hör medan en administratör lyssnar på deras samtal",
                                "管理员监听呼叫时，双方听到的告知音之间的间隔", "Waktu antara nada yang didengar kedua pihak selama administrator mendengarkan panggilan mereka"),
                yesNo("trunkline.webrtc", "").atOnce().label("Browsers as phones", "Webbläsare som telefoner", "浏览器作话机", "Peramban sebagai telepon")
                        .help("Whether phones may be browsers: ICE and DTLS-SRTP; empty for yes with a WebSocket port, else no", "Om telefoner får vara webbläsare: ICE och DTLS-SRTP; tomt för ja med en WebSocket-port, annars nej",
                                "话机是否可以是浏览器：ICE 和 DTLS-SRTP；留空时有 WebSocket 端口为是，否则为否", "Apakah telepon boleh berupa peramban: ICE dan DTLS-SRTP; kosong berarti ya dengan port WebSocket, selain itu tidak"))
                .stream().map(it -> it.in(Group.MEDIA));
    }

    static Stream<Declaration> phones() {
        return List.of(
                of("realm", "trunkline.realm").or("trunkline").label("Digest realm", "Digest-realm", "摘要域", "Realm digest")
                        .help("Digest realm; passwords are stored for this realm, so change it before you add subscribers", "Digest-realm; lösenord lagras för den, så ändra den innan du lägger till anknytningar",
                                "摘要认证域；密码按此域保存，请在添加分机之前修改", "Realm digest; kata sandi disimpan untuk realm ini, jadi ubah sebelum menambah ekstensi"),
                choice("trunkline.digest", "SHA-256,MD5").choice("SHA-256,MD5", "SHA-256 and MD5", "SHA-256 och MD5", "SHA-256 和 MD5", "SHA-256 dan MD5")
                        .choice("SHA-256", "SHA-256 only", "Bara SHA-256", "仅 SHA-256", "Hanya SHA-256").choice("MD5", "MD5 only", "Bara MD5", "仅 MD5", "Hanya MD5")
                        .label("Digest algorithms", "Digest-algoritmer", "摘要算法", "Algoritma digest")
                        .help("Digest algorithms for phones; SHA-256 alone refuses older phones", "Digest-algoritmer för telefoner; bara SHA-256 avvisar äldre telefoner",
                                "话机的摘要算法；仅用 SHA-256 会拒绝较旧的话机", "Algoritma digest untuk telepon; SHA-256 saja menolak telepon lama"),
                choice("trunkline.digest.uri", "match").choice("match", "Same URI only", "Bara samma URI", "仅相同 URI", "Hanya URI sama").choice("any", "Any URI", "Valfri URI", "任意 URI", "URI apa pun")
                        .label("Digest URI", "Digest-URI", "摘要 URI", "URI digest")
                        .help("Whether credentials for another URI than the request's are refused with 400 (match) or accepted (any), for phones that write a wrong uri", "Om inloggning för en annan URI än begärans avvisas med 400 (match) eller godtas (any), för telefoner som skriver fel uri",
                                "认证信息的 URI 与请求不同时，以 400 拒绝（match）还是接受（any，用于写错 uri 的话机）", "Apakah kredensial untuk URI lain ditolak dengan 400 (match) atau diterima (any), untuk telepon yang menulis uri salah"))
                .stream().map(it -> it.in(Group.PHONES));
    }

    static Stream<Declaration> limits() {
        return List.of(
                number("trunkline.calls.max", "", 20_000, 1, 1_000_000).label("Calls at once", "Samtidiga samtal", "并发呼叫数", "Panggilan serentak")
                        .help("Calls in all; more get 503", "Samtal totalt; fler får 503", "呼叫总数；超出者得到 503", "Panggilan seluruhnya; lebihnya mendapat 503"),
                number("trunkline.calls.source", "", 1000, 1, 1_000_000).label("Calls per source", "Samtal per källa", "每来源呼叫数", "Panggilan per sumber")
                        .help("Calls from one source that is not a trunk: an address, for IPv6 a /64 network", "Samtal från en källa som inte är en trunk: en adress, för IPv6 ett /64-nät",
                                "来自一个非中继来源的呼叫数：一个地址，IPv6 为一个 /64 网段", "Panggilan dari satu sumber yang bukan trunk: sebuah alamat, untuk IPv6 jaringan /64"),
                number("trunkline.sip.rate", "", 500, 1, 1_000_000).label("Requests per second", "Begäranden per sekund", "每秒请求数", "Permintaan per detik")
                        .help("New requests per second from one source that is not a trunk, with bursts of four times as many; more get 503", "Nya begäranden per sekund från en källa som inte är en trunk, i stötar fyra gånger så många; fler får 503",
                                "一个非中继来源每秒的新请求数，突发可达四倍；超出者得到 503", "Permintaan baru per detik dari satu sumber yang bukan trunk, dengan lonjakan empat kali lipat; lebihnya mendapat 503"),
                number("trunkline.sip.failures", "", 20, 1, 1_000_000).label("Wrong passwords", "Fel lösenord", "错误密码数", "Kata sandi salah")
                        .help("Wrong passwords per minute before an unknown source is blocked; one counts only if it answers a challenge that was sent to the same address", "Fel lösenord per minut innan en okänd källa spärras; ett räknas bara om det svarar på en utmaning som sändes till samma adress",
                                "未知来源每分钟输错多少次密码后被封锁；只有回应发往同一地址的质询才计数", "Kata sandi salah per menit sebelum sumber tak dikenal diblokir; dihitung hanya jika menjawab tantangan yang dikirim ke alamat yang sama"),
                number("trunkline.sip.challenges", "", 300, 1, 1_000_000).label("Unanswered challenges", "Obesvarade utmaningar", "未应答质询数", "Tantangan tak dijawab")
                        .help("Unanswered challenges per minute before an unknown source is blocked", "Obesvarade utmaningar per minut innan en okänd källa spärras", "未知来源每分钟有多少质询未应答后被封锁", "Tantangan tak dijawab per menit sebelum sumber tak dikenal diblokir"),
                number("trunkline.sip.block.seconds", "s", 600, 0, 604_800).label("Blocking time", "Spärrtid", "封锁时长", "Lama blokir")
                        .help("How long a source is blocked; 0 blocks no source. A correct password ends the block", "Hur länge en källa spärras; 0 spärrar ingen. Ett rätt lösenord häver spärren",
                                "来源被封锁多久；0 表示不封锁。正确的密码会解除封锁", "Berapa lama sumber diblokir; 0 tidak memblokir. Kata sandi yang benar mengakhiri blokir"),
                Declaration.text("trunkline.sip.scanners").or("friendly-scanner,sipvicious,sundayddr,sip-scan,pplsip,vaxsipuseragent").label("Scanners", "Skannrar", "扫描器", "Pemindai")
                        .help("Parts of User-Agent headers: matching messages are dropped, and over TCP and TLS their source is blocked", "Delar av User-Agent: meddelanden som matchar kastas, och över TCP och TLS spärras källan",
                                "User-Agent 头的片段：匹配的消息被丢弃，TCP 和 TLS 上还会封锁来源", "Bagian header User-Agent: pesan yang cocok dibuang, dan lewat TCP dan TLS sumbernya diblokir"),
                number("trunkline.sip.message.bytes", "", 16_384, 2048, 65_535).label("Message size, bytes", "Meddelande, byte", "消息大小（字节）", "Ukuran pesan, byte")
                        .help("Longer requests get 513", "Längre begäranden får 513", "更长的请求得到 513", "Permintaan lebih panjang mendapat 513"),
                number("trunkline.sip.headers", "", 256, 32, 4096).label("Headers", "Rubriker", "头字段数", "Header")
                        .help("Headers of one message; more get 400", "Rubriker i ett meddelande; fler får 400", "一条消息的头字段数；超出得到 400", "Header satu pesan; lebihnya mendapat 400"),
                number("trunkline.sip.header.bytes", "", 8192, 256, 65_535).label("Header size, bytes", "Rubrik, byte", "头字段大小（字节）", "Ukuran header, byte")
                        .help("Bytes of one header; more get 400", "Byte i en rubrik; fler får 400", "一个头字段的字节数；超出得到 400", "Byte satu header; lebihnya mendapat 400"),
                number("trunkline.sip.parse.millis", "ms", 500, 1, 60_000).label("Parsing time", "Tolkningstid", "解析时长", "Waktu penguraian")
                        .help("A message that takes longer to parse, twice, is refused", "Ett meddelande som tar längre tid att tolka, två gånger, avvisas", "解析两次都更久的消息被拒绝", "Pesan yang dua kali lebih lama diurai ditolak"),
                number("trunkline.sip.connections", "", 4000, 1, 65_535).label("SIP connections", "SIP-anslutningar", "SIP 连接数", "Koneksi SIP")
                        .help("TCP and TLS connections, each; a quarter of them from one source that is not a trunk", "TCP- och TLS-anslutningar, vardera; en fjärdedel från en källa som inte är en trunk",
                                "TCP 和 TLS 连接数，各自计算；其中四分之一可来自一个非中继来源", "Koneksi TCP dan TLS, masing-masing; seperempatnya dari satu sumber yang bukan trunk"),
                number("trunkline.sip.transactions", "", 50_000, 100, 1_000_000).label("SIP transactions", "SIP-transaktioner", "SIP 事务数", "Transaksi SIP")
                        .help("Requests that wait for their answers, inbound and outbound each; above that new calls get 503. Emergency calls and admitted calls can use half as many more, requests of calls in progress twice as many in all",
                                "Begäranden som väntar på svar, inkommande och utgående vardera; däröver får nya samtal 503. Nödsamtal och mottagna samtal får hälften till, begäranden i pågående samtal dubbelt så många totalt",
                                "等待应答的请求数，入向和出向各自计算；超出后新呼叫得到 503。紧急呼叫和已接纳的呼叫可多用一半，进行中呼叫的请求总共可用两倍",
                                "Permintaan yang menunggu jawaban, masuk dan keluar masing-masing; di atasnya panggilan baru mendapat 503. Panggilan darurat dan yang sudah diterima boleh setengahnya lagi, permintaan panggilan berjalan dua kali lipat seluruhnya"),
                number("trunkline.tls.handshakes", "", 64, 8, 4096).label("TLS handshakes", "TLS-handskakningar", "TLS 握手数", "Handshake TLS")
                        .help("Concurrent TLS handshakes: half for unknown sources, three quarters for these and sources with registered phones, the rest for addresses of trunks. Only a trunk can use more than an eighth",
                                "Samtidiga TLS-handskakningar: hälften för okända källor, tre fjärdedelar för dem och källor med registrerade telefoner, resten för trunkarnas adresser. Bara en trunk får använda mer än en åttondel",
                                "并发 TLS 握手数：一半供未知来源，四分之三供其与有注册话机的来源，其余供中继地址。只有中继可用超过八分之一",
                                "Handshake TLS serentak: setengah untuk sumber tak dikenal, tiga perempat untuk itu dan sumber dengan telepon terdaftar, sisanya untuk alamat trunk. Hanya trunk boleh memakai lebih dari seperdelapan"))
                .stream().map(it -> it.in(Group.LIMITS));
    }
}
