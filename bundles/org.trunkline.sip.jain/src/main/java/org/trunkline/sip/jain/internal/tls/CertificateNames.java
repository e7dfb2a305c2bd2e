package org.trunkline.sip.jain.internal.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.config.TlsCertificate;

/** Whom a certificate is good for (RFC 5922 §7). */
public final class CertificateNames {
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;

    private CertificateNames() {}

    static TlsCertificate describe(X509Certificate certificate) {
        return new TlsCertificate(of(certificate), commonName(certificate.getIssuerX500Principal()).orElse(""),
                certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    }

    /** Lower case; the common name counts only where there is no other. */
    public static List<String> of(X509Certificate certificate) {
        var names = new ArrayList<String>();
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null)
                for (List<?> each : alternatives)
                    name((Integer) each.get(0), each.get(1)).ifPresent(names::add);
        } catch (CertificateParsingException e) {
            return List.of(); // names that cannot be read are none
        }
        if (names.isEmpty())
            commonName(certificate.getSubjectX500Principal()).map(n -> n.toLowerCase(Locale.ROOT)).ifPresent(names::add);
        return names;
    }

    private static Optional<String> name(int type, Object value) {
        String text = String.valueOf(value).toLowerCase(Locale.ROOT);
        return switch (type) {
            case DNS, ADDRESS -> Optional.of(text);
            case URI -> text.startsWith("sip:") && text.indexOf('@') < 0 ? Optional.of(text.substring(4)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> commonName(X500Principal of) {
        try {
            return new LdapName(of.getName()).getRdns().stream().filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                    .map(rdn -> String.valueOf(rdn.getValue())).findFirst();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }

    /** Whether one of these names is that; {@code *.example.com} stands for one label, as carriers use it. */
    static boolean match(List<String> names, String wanted) {
        String name = wanted.toLowerCase(Locale.ROOT);
        var address = AddressBlock.parseAddress(name);
        if (address.isPresent())
            return names.stream().anyMatch(n -> AddressBlock.parseAddress(n).equals(address));
        int dot = name.indexOf('.');
        String anyHost = dot < 0 ? name : "*" + name.substring(dot);
        return names.contains(name) || names.contains(anyHost);
    }
}
