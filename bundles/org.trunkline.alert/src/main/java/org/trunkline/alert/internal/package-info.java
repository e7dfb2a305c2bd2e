@NullMarked
package org.trunkline.alert.internal;

import org.jspecify.annotations.NullMarked;
