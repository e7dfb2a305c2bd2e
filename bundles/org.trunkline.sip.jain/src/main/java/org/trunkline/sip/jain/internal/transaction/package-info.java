@NullMarked
package org.trunkline.sip.jain.internal.transaction;

import org.jspecify.annotations.NullMarked;
