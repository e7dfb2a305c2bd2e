package org.trunkline.phone;

/**
 * A picture of a video.
 *
 * @param rotation degrees clockwise that it must be turned by to be upright: 0, 90, 180 or 270
 * @param pixels rows from the top, of blue, green, red and one unused byte each; the reader's own
 */
public record VideoPicture(int width, int height, int rotation, byte[] pixels) {}
