package org.trunkline.ui.cdr.internal.ladder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;

/**
 * A ladder as lanes and steps: who the parties are and what went between them. Immutable and free of pixels.
 *
 * @param nodeLane index of the node's lane
 */
public record LadderModel(List<Lane> lanes, int nodeLane, List<Step> steps) {
    /** @param leg 0 the caller's, 1 and up callees', -1 the node's @param name translated by the view for the node */
    public record Lane(int leg, String name, String address) {}

    /**
     * One arrow.
     *
     * @param sinceFirst since the first message
     * @param gap since the message above
     * @param sdp summary of the body, or empty
     */
    public record Step(LadderEntry entry, int fromLane, int toLane, Duration sinceFirst, Duration gap, String sdp) {
        public boolean isResponse() {
            return !entry.label().isEmpty() && Character.isDigit(entry.label().charAt(0));
        }

        /** 486 of {@code 486 Busy Here}; 0 for a request. */
        public int status() {
            String label = entry.label();
            return isResponse() && label.length() >= 3 && label.substring(0, 3).chars().allMatch(Character::isDigit)
                    ? Integer.parseInt(label.substring(0, 3)) : 0;
        }
    }

    public static final LadderModel EMPTY = new LadderModel(List.of(), 0, List.of());
    private static final int NODE = -1;

    public LadderModel {
        lanes = List.copyOf(lanes);
        steps = List.copyOf(steps);
    }

    /** @param cdr names the parties, where the record is there */
    public static LadderModel of(Ladder ladder, Optional<Cdr> cdr) {
        if (ladder.entries().isEmpty())
            return EMPTY;
        var addresses = new TreeMap<Integer, String>();
        addresses.put(0, "");
        for (LadderEntry e : ladder.entries())
            addresses.merge(e.leg(), e.remoteAddress(), (old, now) -> old.isEmpty() ? now : old);
        var lanes = new ArrayList<Lane>();
        lanes.add(new Lane(0, legName(0, addresses.get(0), cdr), addresses.get(0)));
        lanes.add(new Lane(NODE, "", ""));
        for (int leg : addresses.tailMap(1).keySet())
            lanes.add(new Lane(leg, legName(leg, addresses.get(leg), cdr), addresses.get(leg)));
        return new LadderModel(lanes, 1, steps(ladder.entries(), lanes));
    }

    private static List<Step> steps(List<LadderEntry> entries, List<Lane> lanes) {
        var steps = new ArrayList<Step>();
        LadderEntry first = entries.getFirst();
        LadderEntry above = first;
        for (LadderEntry e : entries) {
            int lane = laneOf(e.leg(), lanes);
            steps.add(new Step(e, e.sent() ? 1 : lane, e.sent() ? lane : 1, Duration.between(first.at(), e.at()),
                    Duration.between(above.at(), e.at()), SipText.sdpSummary(e.message())));
            above = e;
        }
        return steps;
    }

    private static int laneOf(int leg, List<Lane> lanes) {
        for (int i = 0; i < lanes.size(); i++)
            if (lanes.get(i).leg() == leg)
                return i;
        return 0;
    }

    private static String legName(int leg, String address, Optional<Cdr> cdr) {
        return cdr.filter(c -> leg < c.legs().size()).map(c -> c.legs().get(leg).peer()).filter(p -> !p.isEmpty())
                .orElse(address);
    }

    /** Of the step with this very message; -1 where there is none. */
    int indexOf(LadderEntry entry) {
        for (int i = 0; i < steps.size(); i++)
            if (steps.get(i).entry() == entry)
                return i;
        return -1;
    }

    /** Index of the next step whose message holds the text, after {@code from}, going round; -1 if none does. */
    public int find(String text, int from, boolean forward) {
        String wanted = text.toLowerCase(Locale.ROOT);
        int n = steps.size();
        for (int i = 1; i <= n; i++) {
            int index = Math.floorMod(from + (forward ? i : -i), n);
            if (steps.get(index).entry().message().toLowerCase(Locale.ROOT).contains(wanted))
                return index;
        }
        return -1;
    }
}
