package org.trunkline.ui.cdr.internal.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.widget.RichText;

class ResultFiguresTest {
    private static String line(Cost... costs) {
        return new ResultFigures(Texts.of(RichText.class, Locale.ENGLISH), new Formats(ZoneId.of("UTC"), Locale.ENGLISH))
                .line(new CdrSummary(2, 1, Duration.ofSeconds(90), Map.of(), Duration.ofHours(1), List.of(), List.of(),
                        List.of(), List.of(), Optional.empty(), List.of(costs)));
    }

    private static Cost cost(String amount, String currency) {
        return new Cost(Amount.of(new BigDecimal(amount)), currency);
    }

    @Test
    void costsAreSummedForEachCurrency() {
        assertEquals("2 calls, 1 answered (50%), 1:30 talk time", line());
        assertEquals("2 calls, 1 answered (50%), 1:30 talk time; cost 0.30 EUR + 1,234.50 SEK",
                line(cost("0.3", "EUR"), cost("1234.5025", "SEK")));
    }
}
