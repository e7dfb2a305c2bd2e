package org.trunkline.media.rtp.internal.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The calls of Linux that relaying takes, with numbers as they are on x86-64 and AArch64. All but {@link #epollWait}
 * and {@link #ioUringEnter} return at once, and so need no thread transition.
 */
final class Syscalls {
    static final int AF_UNSPEC = 0;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    static final int IPPROTO_IP = 0;
    static final int IP_TOS = 1;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int IPV6_TCLASS = 67;
    static final int EPOLL_CLOEXEC = 0x80000;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLL_CTL_MOD = 3;
    static final int EPOLLIN = 1;
    static final int EPOLLET = 1 << 31;
    static final int EFD_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
    static final int EPERM = 1;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ENOSYS = 38;
    static final int ETIME = 62;
    static final int EADDRINUSE = 98;
    static final int ENOBUFS = 105;
    static final int ECONNREFUSED = 111;
    // what else ICMP says of a packet sent before: a firewall's refusal, a router's
    static final int ENONET = 64;
    static final int EMSGSIZE = 90;
    static final int ENOPROTOOPT = 92;
    static final int ENETUNREACH = 101;
    static final int EHOSTDOWN = 112;
    static final int EHOSTUNREACH = 113;

    private static final Linker LINKER = Linker.nativeLinker();
    static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = quick("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = quick("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CONNECT = quick("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            quick("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECVFROM =
            quick("recvfrom", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SENDTO =
            quick("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECV = quick("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND = quick("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle WRITE = quick("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle RECVMMSG =
            quick("recvmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), Linker.Option.critical(false));
    private static final MethodHandle EPOLL_CREATE = quick("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL =
            quick("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle EVENTFD = quick("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_WAIT = handle("epoll_wait",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            Linker.Option.captureCallState("errno"));

    private static final MethodHandle MMAP =
            quick("mmap", JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MUNMAP =
            handle("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    /** The C library has no functions for these. */
    private static final MethodHandle IO_URING_SETUP = numbered(JAVA_INT, ADDRESS);
    private static final MethodHandle IO_URING_REGISTER = numbered(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle IO_URING_ENTER =
            numbered(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final long SETUP = 425;
    private static final long ENTER = 426;
    private static final long REGISTER = 427;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final int MAP_SHARED_POPULATE = 0x8001;

    private Syscalls() {}

    private static MethodHandle numbered(MemoryLayout... arguments) {
        return handle("syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG).appendArgumentLayouts(arguments),
                Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle quick(String name, MemoryLayout result, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(result, arguments), Linker.Option.critical(true),
                Linker.Option.captureCallState("errno"));
    }

    @SuppressWarnings("restricted") // the descriptors are those of the manual pages
    private static MethodHandle handle(String name, FunctionDescriptor type, Linker.Option... options) {
        var function = LINKER.defaultLookup().find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError(name));
        return LINKER.downcallHandle(function, type, options);
    }

    /** Why the last call with this state failed. */
    static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    private static AssertionError never(Throwable thrown) {
        return new AssertionError("a system call threw", thrown);
    }

    static int socket(MemorySegment state, int family, int type) {
        try {
            return (int) SOCKET.invokeExact(state, family, type, 0);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    static int bind(MemorySegment state, int fd, MemorySegment name, int length) {
        try {
            return (int) BIND.invokeExact(state, fd, name, length);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    static int connect(MemorySegment state, int fd, MemorySegment name, int length) {
        try {
            return (int) CONNECT.invokeExact(state, fd, name, length);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    static int option(MemorySegment state, int fd, int level, int name, MemorySegment value) {
        try {
            return (int) SETSOCKOPT.invokeExact(state, fd, level, name, value, 4);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    static long receiveFrom(MemorySegment state, int fd, MemorySegment to, long size, MemorySegment name,
            MemorySegment length) {
        try {
            return (long) RECVFROM.invokeExact(state, fd, to, size, 0, name, length);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    static long sendTo(MemorySegment state, int fd, MemorySegment from, long size, MemorySegment name, int length) {
        try {
            return (long) SENDTO.invokeExact(state, fd, from, size, 0, name, length);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    static long receive(MemorySegment state, int fd, MemorySegment to, long size) {
        try {
            return (long) RECV.invokeExact(state, fd, to, size, 0);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    static long send(MemorySegment state, int fd, MemorySegment from, long size) {
        try {
            return (long) SEND.invokeExact(state, fd, from, size, 0);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    /** As many messages as there are, at most so many. @param headers struct mmsghdr of each */
    static int receiveMany(MemorySegment state, int fd, MemorySegment headers, int most) {
        try {
            return (int) RECVMMSG.invokeExact(state, fd, headers, most, 0, MemorySegment.NULL);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    static long write(MemorySegment state, int fd, MemorySegment from, long size) {
        try {
            return (long) WRITE.invokeExact(state, fd, from, size);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    static int close(int fd) {
        try {
            return (int) CLOSE.invokeExact(fd);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    static int epollCreate(MemorySegment state) {
        try {
            return (int) EPOLL_CREATE.invokeExact(state, EPOLL_CLOEXEC);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    static int epollControl(MemorySegment state, int epoll, int operation, int fd, MemorySegment event) {
        try {
            return (int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    static int eventFd(MemorySegment state) {
        try {
            return (int) EVENTFD.invokeExact(state, 0, EFD_NONBLOCK_CLOEXEC);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    /** Waits. @param millis -1 for no limit */
    static int epollWait(MemorySegment state, int epoll, MemorySegment events, int most, int millis) {
        try {
            return (int) EPOLL_WAIT.invokeExact(state, epoll, events, most, millis);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    /** Maps a file, or new memory where it is below 0. @return its address, -1 where it failed */
    static long map(MemorySegment state, long size, int fd, long offset) {
        try {
            return (long) MMAP.invokeExact(state, MemorySegment.NULL, size, PROT_READ_WRITE,
                    fd < 0 ? MAP_PRIVATE_ANONYMOUS : MAP_SHARED_POPULATE, fd, offset);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    /** What was mapped, until the arena ends. */
    @SuppressWarnings("restricted") // it is as long as it was mapped
    static MemorySegment segment(long address, long size, Arena arena) {
        return MemorySegment.ofAddress(address).reinterpret(size, arena, _ -> unmap(address, size));
    }

    private static void unmap(long address, long size) {
        try {
            int _ = (int) MUNMAP.invokeExact(address, size);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    static long ioUringSetup(MemorySegment state, int entries, MemorySegment params) {
        try {
            return (long) IO_URING_SETUP.invokeExact(state, SETUP, entries, params);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    static long ioUringRegister(MemorySegment state, int ring, int operation, MemorySegment argument, int count) {
        try {
            return (long) IO_URING_REGISTER.invokeExact(state, REGISTER, ring, operation, argument, count);
        } catch (Throwable e) {
            throw never(e);
        }
    }

    /** Waits where it is asked for something. */
    static long ioUringEnter(MemorySegment state, int ring, int submit, int least, int flags, MemorySegment argument,
            long size) {
        try {
            return (long) IO_URING_ENTER.invokeExact(state, ENTER, ring, submit, least, flags, argument, size);
        } catch (Throwable e) {
            throw never(e);
        }
    }
}
