package org.trunkline.ui.plugins.internal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.table.Column;
import org.trunkline.ui.table.Sort;
import org.trunkline.ui.table.TableSpec;

/** The columns of the table of plug-ins. */
final class PluginColumns {
    private final Texts texts;
    private final Formats formats;
    private final PluginText words;

    PluginColumns(Texts texts, Formats formats, PluginText words) {
        this.texts = texts;
        this.formats = formats;
        this.words = words;
    }

    TableSpec<PluginRow> spec() {
        return new TableSpec<>("plugins", texts.get("plugins.title"), List.of(
                column("name", words::title).hover(r -> r.about().map(PluginAbout::id).orElse(""))
                        .room(texts.get("column.name.room")),
                column("version", r -> r.hasUpdate() ? texts.get("version.update", r.version()) : r.version())
                        .hover(r -> r.hasUpdate() ? texts.get("version.offered", offeredVersion(r)) : ""),
                column("state", words::state).tone(words::tone).hover(words::reason)
                        .room(Stream.of(PluginStatus.State.values()).map(s -> texts.get("state."
                                + s.name().toLowerCase(Locale.ROOT))).toList()),
                column("signed", words::signed).tone(words::signedTone).hover(words::signedWhy),
                column("host", words::host).hiddenAtFirst(),
                column("cpu", r -> running(r, () -> formats.decimal(r.cost().cpuMillisPerSecond(), 1)))
                        .sortedBy(r -> r.cost().cpuMillisPerSecond()).alignedRight().monospaced().room("1,000.0"),
                column("heap", r -> running(r, () -> formats.bytes(r.cost().heapBytes())))
                        .sortedBy(r -> r.cost().heapBytes()).alignedRight().monospaced().room("99.9 MB"),
                column("threads", r -> running(r, () -> formats.count(r.cost().threads())))
                        .sortedBy(r -> r.cost().threads()).alignedRight().monospaced().hiddenAtFirst(),
                column("publisher", r -> PluginText.publisher(r.publisher())).hover(PluginRow::publisher)),
                PluginRow::key, Optional.of(new Sort("name", false)));
    }

    private static String offeredVersion(PluginRow row) {
        return row.offered().flatMap(entry -> entry.about()).map(PluginAbout::version).orElse("");
    }

    private static String running(PluginRow row, Supplier<String> figure) {
        return row.installed().filter(s -> s.state() == PluginStatus.State.RUNNING).isPresent() ? figure.get() : Formats.NONE;
    }

    private Column<PluginRow> column(String id, Function<PluginRow, String> text) {
        return Column.of(id, texts.get("column." + id), texts.get("column." + id + ".tip"), text);
    }
}
