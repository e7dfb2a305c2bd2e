@NullMarked
package org.trunkline.sip.jain.internal.transport;

import org.jspecify.annotations.NullMarked;
