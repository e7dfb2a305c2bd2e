package org.trunkline.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** Only org.trunkline.query cuts search texts into pieces and quotes values: others use its QueryTokens and QueryText. */
class OneTokeniserTest {
    private static final Path BUNDLES = Path.of("../../bundles");
    private static final String FIELDS = "(?:id|from|to|number|trunk|route|direction|cause|status|codec|endedby|peer|callid|rejected"
            + "|origin|finding|currency|policy|advice)";
    /** {@code "trunk:" + name}, {@code "trunk:\"" + name}: QueryText.clause. */
    private static final Pattern OWN_QUOTES = Pattern.compile("\"(?:[^\"]*[ (])?" + FIELDS + ":(?:\\\\\")?\"\\s*\\+");
    /** A pattern or a split at the operators of the language. */
    private static final Pattern OWN_OPERATORS = Pattern.compile("\\bAND\\|OR\\b|split\\(\"[^\"]*\\b(?:AND|OR)\\b[^\"]*\"");

    /** The language itself, and tests, which write searches as a person does. */
    private static final Pattern OWN = Pattern.compile("org\\.trunkline\\.(query|testkit|node\\.it|ui\\.uitest)/");
    private static final Pattern SEARCHES = Pattern.compile("org\\.trunkline\\.api\\.cdr|showCalls|CdrNavigator|EntryColumns");

    @Test
    void noOtherSourceReadsOrQuotesSearchTexts() throws IOException {
        var others = new ArrayList<String>();
        for (var source : Sources.under(BUNDLES, ".java", "src/main"))
            if (!OWN.matcher(source.toString()).find()) {
                String code = Files.readString(source);
                if (SEARCHES.matcher(code).find())
                    for (var pattern : List.of(OWN_QUOTES, OWN_OPERATORS))
                        pattern.matcher(code).results().forEach(found -> others.add(source.getFileName() + ": " + found.group()));
            }
        assertEquals(List.of(), others, "use QueryText.clause, QueryText.parts and QueryTokens.of");
    }

    @Test
    void itSeesWhatItForbids() {
        assertTrue(OWN_QUOTES.matcher("\"trunk:\" + quote(name)").find());
        assertTrue(OWN_QUOTES.matcher("text + \" AND peer:\\\"\" + name").find());
        assertTrue(OWN_OPERATORS.matcher("text.split(\" AND \")").find());
        assertTrue(OWN_OPERATORS.matcher("Pattern.compile(\"\\\\b(?:AND|OR|NOT)\")").find());
    }
}
