@NullMarked
package org.trunkline.sip.jain.internal.wire;

import org.jspecify.annotations.NullMarked;
