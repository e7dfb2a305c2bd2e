package org.trunkline.spi.alert;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.ExtensionPoint;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.SettingField;

/**
 * Delivers alerts: by e-mail, to a web hook, as an SNMP trap.
 *
 * <p><b>Threads:</b> up to four of the plug-in's threads at once. <b>Budget:</b> 30 s. <b>Errors:</b> a delivery that
 * fails with {@link ExtensionException#retryable} is tried again after 2 s, 10 s, 1 min and 5 min; the alert shows the
 * result.
 *
 * <pre>{@code
 * public final class Pager implements AlertChannel {
 *     public ChannelInfo info() {
 *         return new ChannelInfo("pager", LocalizedText.of("Pager"),
 *                 List.of(SettingField.text("file", "File", "File that the pager reads").mandatory()));
 *     }
 *
 *     public void deliver(AlertNotice notice, Map<String, String> settings) throws ExtensionException {
 *         try {
 *             Files.writeString(Path.of(settings.get("file")), notice.text() + "\n", StandardOpenOption.CREATE,
 *                     StandardOpenOption.APPEND);
 *         } catch (IOException e) {
 *             throw new ExtensionException("The pager's file cannot be written: " + e.getMessage(), true, e);
 *         }
 *     }
 * }
 * }</pre>
 */
@ConsumerType
@ExtensionPoint(insideMillis = 30_000, outsideMillis = 30_000)
public interface AlertChannel {
    /** The same at each call. */
    ChannelInfo info();

    /** @param settings of the alert for this channel, by field name; secrets in clear */
    void deliver(AlertNotice notice, Map<String, String> settings) throws ExtensionException;

    /**
     * @param id lower case, digits and hyphens: {@code webhook}
     * @param fields of the form of an alert that uses the channel
     */
    record ChannelInfo(String id, LocalizedText label, List<SettingField> fields) {
        public ChannelInfo {
            requireNonNull(id);
            requireNonNull(label);
            fields = List.copyOf(fields);
        }
    }
}
