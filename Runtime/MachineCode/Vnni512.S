# Dot products on 512-bit VPDPBUSD, which .NET 10 has no intrinsic for. The bytes that this assembles to are in Vnni512Code.cs:
#   as Vnni512.S -o Vnni512.o && objcopy -O binary -j .text Vnni512.o Vnni512.bin
#
# Each function takes one pointer (rdi, the System V convention) to
#   0 rows[8]   64 first segment   72 end of segments   80 steps of 4 per segment   88 weights   96 bytes between panels   104 accumulators
# and writes accumulators[row * 64 + panel * 16 + channel] = sum of x * w, x as u8 and w as s8, wrapping. Registers: r8-r15 rows, rax offset in the
# rows, rsi weights, rdx panel stride, rcx steps left, rbx and rbp segments, zmm16-zmm31 accumulators.
.intel_syntax noprefix
.text

.macro enter
    push rbx
    push rbp
    push r12
    push r13
    push r14
    push r15
    mov rbx, [rdi + 64]
    mov rbp, [rdi + 72]
    mov rsi, [rdi + 88]
    mov rdx, [rdi + 96]
.endm

.macro leave_
    vzeroupper
    pop r15
    pop r14
    pop r13
    pop r12
    pop rbp
    pop rbx
    ret
    .balign 64
.endm

.macro load_rows
    mov r8, [rdi]
    mov r9, [rdi + 8]
    mov r10, [rdi + 16]
    mov r11, [rdi + 24]
    mov r12, [rdi + 32]
    mov r13, [rdi + 40]
    mov r14, [rdi + 48]
    mov r15, [rdi + 56]
.endm

.macro zero registers:vararg
    .irp register, \registers
    vpxord \register, \register, \register
    .endr
.endm

# The next 4 bytes of one row against two panels, or one.
.macro row2 pointer, a, b, x
    vpbroadcastd \x, dword ptr [\pointer + rax]
    vpdpbusd \a, \x, zmm0
    vpdpbusd \b, \x, zmm1
.endm

.macro row1 pointer, a, x
    vpbroadcastd \x, dword ptr [\pointer + rax]
    vpdpbusd \a, \x, zmm0
.endm

.macro next_step
    add rsi, 64
    add rax, 4
    dec rcx
    jnz 2b
    add rbx, 4
    cmp rbx, rbp
    jb 1b
    mov rax, [rdi + 104]
.endm

# Offset 0: eight rows, two panels.
    enter
    load_rows
    zero zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23, zmm24, zmm25, zmm26, zmm27, zmm28, zmm29, zmm30, zmm31
1:  movsxd rax, dword ptr [rbx]
    mov rcx, [rdi + 80]
2:  vmovdqu32 zmm0, zmmword ptr [rsi]
    vmovdqu32 zmm1, zmmword ptr [rsi + rdx]
    row2 r8, zmm16, zmm17, zmm2
    row2 r9, zmm18, zmm19, zmm3
    row2 r10, zmm20, zmm21, zmm4
    row2 r11, zmm22, zmm23, zmm5
    row2 r12, zmm24, zmm25, zmm2
    row2 r13, zmm26, zmm27, zmm3
    row2 r14, zmm28, zmm29, zmm4
    row2 r15, zmm30, zmm31, zmm5
    next_step
    vmovdqu32 zmmword ptr [rax], zmm16
    vmovdqu32 zmmword ptr [rax + 64], zmm17
    vmovdqu32 zmmword ptr [rax + 256], zmm18
    vmovdqu32 zmmword ptr [rax + 320], zmm19
    vmovdqu32 zmmword ptr [rax + 512], zmm20
    vmovdqu32 zmmword ptr [rax + 576], zmm21
    vmovdqu32 zmmword ptr [rax + 768], zmm22
    vmovdqu32 zmmword ptr [rax + 832], zmm23
    vmovdqu32 zmmword ptr [rax + 1024], zmm24
    vmovdqu32 zmmword ptr [rax + 1088], zmm25
    vmovdqu32 zmmword ptr [rax + 1280], zmm26
    vmovdqu32 zmmword ptr [rax + 1344], zmm27
    vmovdqu32 zmmword ptr [rax + 1536], zmm28
    vmovdqu32 zmmword ptr [rax + 1600], zmm29
    vmovdqu32 zmmword ptr [rax + 1792], zmm30
    vmovdqu32 zmmword ptr [rax + 1856], zmm31
    leave_

# Eight rows, one panel.
    enter
    load_rows
    zero zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23
1:  movsxd rax, dword ptr [rbx]
    mov rcx, [rdi + 80]
2:  vmovdqu32 zmm0, zmmword ptr [rsi]
    row1 r8, zmm16, zmm2
    row1 r9, zmm17, zmm3
    row1 r10, zmm18, zmm4
    row1 r11, zmm19, zmm5
    row1 r12, zmm20, zmm2
    row1 r13, zmm21, zmm3
    row1 r14, zmm22, zmm4
    row1 r15, zmm23, zmm5
    next_step
    vmovdqu32 zmmword ptr [rax], zmm16
    vmovdqu32 zmmword ptr [rax + 256], zmm17
    vmovdqu32 zmmword ptr [rax + 512], zmm18
    vmovdqu32 zmmword ptr [rax + 768], zmm19
    vmovdqu32 zmmword ptr [rax + 1024], zmm20
    vmovdqu32 zmmword ptr [rax + 1280], zmm21
    vmovdqu32 zmmword ptr [rax + 1536], zmm22
    vmovdqu32 zmmword ptr [rax + 1792], zmm23
    leave_

# One row, four panels: bound by reading the weights.
    enter
    mov r8, [rdi]
    lea r9, [rdx + 2 * rdx]
    zero zmm16, zmm17, zmm18, zmm19
1:  movsxd rax, dword ptr [rbx]
    mov rcx, [rdi + 80]
2:  vpbroadcastd zmm0, dword ptr [r8 + rax]
    vpdpbusd zmm16, zmm0, zmmword ptr [rsi]
    vpdpbusd zmm17, zmm0, zmmword ptr [rsi + rdx]
    vpdpbusd zmm18, zmm0, zmmword ptr [rsi + 2 * rdx]
    vpdpbusd zmm19, zmm0, zmmword ptr [rsi + r9]
    next_step
    vmovdqu32 zmmword ptr [rax], zmm16
    vmovdqu32 zmmword ptr [rax + 64], zmm17
    vmovdqu32 zmmword ptr [rax + 128], zmm18
    vmovdqu32 zmmword ptr [rax + 192], zmm19
    leave_

# The register states that the operating system keeps (XCR0).
    xor ecx, ecx
    xgetbv
    shl rdx, 32
    or rax, rdx
    ret
    .balign 64
