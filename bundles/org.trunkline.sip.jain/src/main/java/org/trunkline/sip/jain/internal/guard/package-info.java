@NullMarked
package org.trunkline.sip.jain.internal.guard;

import org.jspecify.annotations.NullMarked;
