/**
 * The process of the phone's sound: libwebrtc with its devices. It runs without OSGi, on the JDK and webrtc-java alone, and
 * nothing here may use any other library.
 */
@NullMarked
package org.trunkline.phone.internal.child;

import org.jspecify.annotations.NullMarked;
