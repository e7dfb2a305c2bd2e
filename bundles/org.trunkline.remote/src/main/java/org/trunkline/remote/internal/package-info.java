@NullMarked
package org.trunkline.remote.internal;

import org.jspecify.annotations.NullMarked;
