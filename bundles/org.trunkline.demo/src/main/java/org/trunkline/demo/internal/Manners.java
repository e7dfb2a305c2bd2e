package org.trunkline.demo.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How those that are called behave, each outcome by its share, 0..1; the rest answers.
 *
 * @param busy 486
 * @param absent rings until somebody gives up; after {@code patience} a 480
 * @param declined 603
 * @param unknown 404
 * @param failing 503, from a carrier that is at its limit
 */
record Manners(double busy, double absent, double declined, double unknown, double failing, Duration patience) {

    void take(Call call, Loop loop, RandomGenerator random) {
        double luck = random.nextDouble();
        if ((luck -= failing) < 0)
            call.reject(503, "Service Unavailable");
        else if ((luck -= unknown) < 0)
            call.reject(404, "Not Found");
        else if ((luck -= busy) < 0)
            loop.after(millis(random, 50, 400), () -> call.reject(486, "Busy Here"));
        else
            ring(call, loop, random, luck);
    }

    private void ring(Call call, Loop loop, RandomGenerator random, double luck) {
        loop.after(millis(random, 50, 900), call::ring);
        if ((luck -= absent) < 0)
            loop.after(patience, () -> call.reject(480, "Temporarily Unavailable"));
        else if ((luck - declined) < 0)
            loop.after(millis(random, 1500, 5000), () -> call.reject(603, "Decline"));
        else
            loop.after(millis(random, 1000, 6000), () -> {
                call.answer();
                loop.after(talk(random), call::hangUp);
            });
    }

    /** Most calls are short. */
    static Duration talk(RandomGenerator random) {
        return Duration.ofMillis((long) Math.clamp(5000 + 12_000 * random.nextExponential(), 5000, 40_000));
    }

    static Duration millis(RandomGenerator random, int from, int to) {
        return Duration.ofMillis(random.nextInt(from, to));
    }
}
