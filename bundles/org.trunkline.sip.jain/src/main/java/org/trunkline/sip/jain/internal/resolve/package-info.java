@NullMarked
package org.trunkline.sip.jain.internal.resolve;

import org.jspecify.annotations.NullMarked;
