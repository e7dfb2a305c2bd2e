@NullMarked
package org.trunkline.sip.jain.internal;

import org.jspecify.annotations.NullMarked;
