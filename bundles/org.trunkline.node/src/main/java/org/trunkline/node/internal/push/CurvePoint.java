package org.trunkline.node.internal.push;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

/** Public keys of P-256 as uncompressed points (RFC 8291 §2.1). */
final class CurvePoint {
    static final int BYTES = 65;
    private static final String CURVE = "secp256r1";
    private static final int COORDINATE = 32;
    private static final ECParameterSpec PARAMETERS = parameters();

    private CurvePoint() {}

    private static ECParameterSpec parameters() {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(CURVE));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("P-256 is in every JDK", e);
        }
    }

    static KeyPair newPair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("P-256 is in every JDK", e);
        }
    }

    static byte[] encode(ECPublicKey key) {
        var bytes = new byte[BYTES];
        bytes[0] = 4;
        put(key.getW().getAffineX(), bytes, 1);
        put(key.getW().getAffineY(), bytes, 1 + COORDINATE);
        return bytes;
    }

    private static void put(BigInteger number, byte[] into, int at) {
        byte[] bytes = number.toByteArray();
        int length = Math.min(COORDINATE, bytes.length); // a leading zero may be too much
        System.arraycopy(bytes, bytes.length - length, into, at + COORDINATE - length, length);
    }

    /** @throws GeneralSecurityException if it is not a point of the curve */
    static ECPublicKey decode(byte[] bytes) throws GeneralSecurityException {
        if (bytes.length != BYTES || bytes[0] != 4)
            throw new GeneralSecurityException("not an uncompressed point of P-256");
        var x = new BigInteger(1, Arrays.copyOfRange(bytes, 1, 1 + COORDINATE));
        var y = new BigInteger(1, Arrays.copyOfRange(bytes, 1 + COORDINATE, BYTES));
        var curve = PARAMETERS.getCurve();
        var p = ((ECFieldFp) curve.getField()).getP();
        boolean on = x.compareTo(p) < 0 && y.compareTo(p) < 0
                && y.pow(2).mod(p).equals(x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p));
        if (!on)
            throw new GeneralSecurityException("not a point of P-256");
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), PARAMETERS));
    }
}
