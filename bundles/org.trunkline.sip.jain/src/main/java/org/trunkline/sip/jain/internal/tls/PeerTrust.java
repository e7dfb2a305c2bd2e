package org.trunkline.sip.jain.internal.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes what the authorities vouch for, and of a peer that the node calls also asks for the name it was called by
 * (RFC 5922 §7.2). A client that connects to the node is asked for no name here: the trunk's settings say which it must bear.
 */
final class PeerTrust extends X509ExtendedTrustManager {
    private final Supplier<X509ExtendedTrustManager> authorities;
    private final TlsPeers peers;

    PeerTrust(Supplier<X509ExtendedTrustManager> authorities, TlsPeers peers) {
        this.authorities = authorities;
        this.peers = peers;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        String wanted = socket instanceof SSLSocket tls ? tls.getHandshakeSession().getPeerHost() : null;
        if (wanted == null)
            throw new CertificateException("no expected certificate name is given");
        peers.shown(wanted, CertificateNames.describe(chain[0]));
        authorities.get().checkServerTrusted(chain, type, socket);
        var names = CertificateNames.of(chain[0]);
        if (!CertificateNames.match(names, wanted))
            throw new CertificateException("the certificate is not " + wanted + "'s but that of " + String.join(", ", names));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        authorities.get().checkClientTrusted(chain, type, socket);
        var certificate = CertificateNames.describe(chain[0]);
        certificate.names().forEach(name -> peers.shown(name, certificate));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.get().getAcceptedIssuers();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw unknown();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw unknown();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw unknown();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw unknown();
    }

    private static CertificateException unknown() {
        return new CertificateException("without a connection nobody can be checked");
    }
}
