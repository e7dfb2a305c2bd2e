package org.trunkline.phone;

/** A source and how it looks now. @param picture PNG, at most 160 x 120; empty where there is none, as of a camera, which is off */
public record VideoChoice(VideoSource source, byte[] picture) {}
