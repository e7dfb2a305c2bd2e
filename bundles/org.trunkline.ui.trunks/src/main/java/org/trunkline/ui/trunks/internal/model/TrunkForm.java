package org.trunkline.ui.trunks.internal.model;

import java.util.LinkedHashMap;

import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.ui.form.FormValues;


/** Encryption needs TLS, and the usual port changes with the transport. */
final class TrunkForm extends SchemaForm<Trunk> {
    private static final String SECURITY = "security.";
    private static final String TRANSPORT = "transport";
    private static final String PORT = "port";

    TrunkForm() {
        super(EntryKind.TRUNK);
    }

    private static boolean tls(FormValues values) {
        return Transport.TLS.name().equals(values.text(TRANSPORT));
    }

    /** What was chosen for TLS is kept in the fields, and means nothing over another transport. */
    @Override
    FormValues counting(FormValues typed) {
        if (tls(typed))
            return typed;
        var fields = new LinkedHashMap<>(typed.fields());
        fields.keySet().removeIf(name -> name.startsWith(SECURITY));
        return new FormValues(fields);
    }

    @Override
    public boolean enabled(String field, FormValues values) {
        return super.enabled(field, values) && (!field.startsWith(SECURITY) || tls(values));
    }

    /** A port that was not chosen goes with the transport. */
    @Override
    public FormValues following(String field, FormValues values) {
        if (!field.equals(TRANSPORT))
            return values;
        String usual = Integer.toString(TrunkPeer.DEFAULT_PORT);
        String usualTls = Integer.toString(TrunkPeer.DEFAULT_TLS_PORT);
        String port = values.trimmed(PORT);
        if (!port.equals(usual) && !port.equals(usualTls))
            return values;
        return values.with(PORT, tls(values) ? usualTls : usual);
    }
}
