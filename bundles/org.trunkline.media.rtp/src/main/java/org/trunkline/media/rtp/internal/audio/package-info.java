/** What the node itself plays and hears: samples, files, tones and keys. */
@NullMarked
package org.trunkline.media.rtp.internal.audio;

import org.jspecify.annotations.NullMarked;
