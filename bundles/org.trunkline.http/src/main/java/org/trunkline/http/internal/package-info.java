@NullMarked
package org.trunkline.http.internal;

import org.jspecify.annotations.NullMarked;
