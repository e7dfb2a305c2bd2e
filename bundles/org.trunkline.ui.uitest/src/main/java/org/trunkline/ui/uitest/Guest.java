package org.trunkline.ui.uitest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;
import org.trunkline.ui.uitest.guest.BrokenTab;
import org.trunkline.ui.uitest.guest.GuestPerspective;
import org.trunkline.ui.uitest.guest.GuestSection;

/** A bundle that is not ours. */
final class Guest {
    private static final String MANIFEST = """
            Manifest-Version: 1.0
            Bundle-ManifestVersion: 2
            Bundle-Name: Guest of the house
            Bundle-SymbolicName: com.example.guest;singleton:=true
            Bundle-Version: 1.0.0
            Require-Bundle: org.eclipse.ui,org.eclipse.core.runtime,org.trunkline.ui
            Import-Package: org.trunkline.api.node,org.trunkline.api.cdr,org.trunkline.domain.cdr

            """;
    private static final String PLUGIN = """
            <?xml version="1.0" encoding="UTF-8"?>
            <?eclipse version="3.4"?>
            <plugin>
               <extension point="org.eclipse.ui.perspectives">
                  <perspective id="com.example.guest.perspective" name="Guests" class="%s"/>
               </extension>
               <extension point="org.trunkline.ui.areas">
                  <area id="com.example.guest" perspective="com.example.guest.perspective" order="25" key="7"/>
               </extension>
               <extension point="org.trunkline.ui.recordTabs">
                  <tab id="com.example.guest.tab" label="Broken" order="15" class="%s"/>
               </extension>
               <extension point="org.trunkline.ui.editorSections">
                  <section id="com.example.guest.section" label="Guest section" kinds="subscriber, com.example.crm/door" class="%s"/>
               </extension>
            </plugin>
            """.formatted(GuestPerspective.class.getName(), BrokenTab.class.getName(), GuestSection.class.getName());

    private Guest() {}

    /** A bundle with an area, a tab that fails and a section of editors. */
    static byte[] bundle() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bytes)) {
            entry(out, "META-INF/MANIFEST.MF", MANIFEST.getBytes(StandardCharsets.UTF_8));
            entry(out, "plugin.xml", PLUGIN.getBytes(StandardCharsets.UTF_8));
            for (Class<?> type : new Class<?>[] {GuestPerspective.class, BrokenTab.class, GuestSection.class}) {
                String file = type.getName().replace('.', '/') + ".class";
                try (var in = Objects.requireNonNull(type.getClassLoader().getResourceAsStream(file))) {
                    entry(out, file, in.readAllBytes());
                }
            }
        }
        return bytes.toByteArray();
    }

    static void entry(ZipOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(content);
    }

    static Optional<ToolBar> areas() {
        return Desk.look(ToolBar.class, bar -> bar.getItemCount() > 3 && bar.getItem(0).getText().strip().equals("Operations"));
    }

    static boolean hasArea(String name) {
        return areas().filter(bar -> Arrays.stream(bar.getItems()).map(ToolItem::getText).anyMatch(t -> t.strip().equals(name)))
                .isPresent();
    }
}
