# Convolutions on 512-bit VPDPBUSD, which .NET 10 has no intrinsic for. The bytes that this assembles to are in Vnni512.bin:
#   as Vnni512.S -o Vnni512.o && objcopy -O binary -j .text Vnni512.o Vnni512.bin
#
# A function takes one pointer (rdi, the System V convention) to its arguments, whose layout stands before its family. The table at the start of the
# code says where each function begins.
.intel_syntax noprefix
.text

# Where the functions begin, in the order of Vnni512Code.
start:
    .long dot_row - start, dot_tile - start, convolution - start, convolution_saturating - start
    .long convolution_plus_residual - start, residual_plus_convolution - start
    .long depthwise - start, depthwise_saturating - start, extended_control - start, convolution_to_floats - start
    .long sparse_convolution - start, sparse_saturating - start, sparse_plus_residual - start, residual_plus_sparse - start
    .long sparse_to_floats - start, sparse_row - start
    .balign 64

.macro enter
    push rbx
    push rbp
    push r12
    push r13
    push r14
    push r15
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

# ---- One row of a matrix product -----------------------------------------------------------------------------------------------------------------
#
# rdi: 0 row   64 first segment   72 end of segments   80 steps of 4 per segment   88 weights   96 bytes between panels   112 accumulators
# Writes accumulators[panel * 16 + channel] = sum of x * w for four panels, x as u8 and w as s8, wrapping. Bound by reading the weights.

dot_row:
    enter
    mov rbx, [rdi + 64]
    mov rbp, [rdi + 72]
    mov rsi, [rdi + 88]
    mov rdx, [rdi + 96]
    mov r8, [rdi]
    lea r9, [rdx + 2 * rdx]
    .irp register, zmm16, zmm17, zmm18, zmm19
    vpxord \register, \register, \register
    .endr
1:  movsxd rax, dword ptr [rbx]
    mov rcx, [rdi + 80]
2:  vpbroadcastd zmm0, dword ptr [r8 + rax]
    vpdpbusd zmm16, zmm0, zmmword ptr [rsi]
    vpdpbusd zmm17, zmm0, zmmword ptr [rsi + rdx]
    vpdpbusd zmm18, zmm0, zmmword ptr [rsi + 2 * rdx]
    vpdpbusd zmm19, zmm0, zmmword ptr [rsi + r9]
    add rsi, 64
    add rax, 4
    dec rcx
    jnz 2b
    add rbx, 4
    cmp rbx, rbp
    jb 1b
    mov rax, [rdi + 112]
    vmovdqu32 zmmword ptr [rax], zmm16
    vmovdqu32 zmmword ptr [rax + 64], zmm17
    vmovdqu32 zmmword ptr [rax + 128], zmm18
    vmovdqu32 zmmword ptr [rax + 192], zmm19
    leave_

# Panels with segments of their own, of one step each, lie behind each other, and so do their segments:
# rdi: 0 row   64 first segment of the first panel   72 where each panel's segments begin, one number more than panels   88 weights   104 panels
# 112 accumulators
# Writes accumulators[panel * 16 + channel] for any number of panels; four sums hide the latency.
sparse_row:
    mov r8, [rdi]
    mov rdx, [rdi + 64]
    mov r9, [rdi + 72]
    mov rsi, [rdi + 88]
    mov r10, [rdi + 112]
    mov r11, [rdi + 104]
.Lsparse_row_next:
    .irp register, zmm16, zmm17, zmm18, zmm19
    vpxord \register, \register, \register
    .endr
    mov ecx, [r9 + 4]
    sub ecx, [r9]
    add r9, 4
    sub ecx, 4
    jl 2f
1:  movsxd rax, dword ptr [rdx]
    vpbroadcastd zmm0, dword ptr [r8 + rax]
    movsxd rax, dword ptr [rdx + 4]
    vpbroadcastd zmm1, dword ptr [r8 + rax]
    movsxd rax, dword ptr [rdx + 8]
    vpbroadcastd zmm2, dword ptr [r8 + rax]
    movsxd rax, dword ptr [rdx + 12]
    vpbroadcastd zmm3, dword ptr [r8 + rax]
    vpdpbusd zmm16, zmm0, zmmword ptr [rsi]
    vpdpbusd zmm17, zmm1, zmmword ptr [rsi + 64]
    vpdpbusd zmm18, zmm2, zmmword ptr [rsi + 128]
    vpdpbusd zmm19, zmm3, zmmword ptr [rsi + 192]
    add rdx, 16
    add rsi, 256
    sub ecx, 4
    jge 1b
2:  add ecx, 4
    jz 4f
3:  movsxd rax, dword ptr [rdx]
    vpbroadcastd zmm0, dword ptr [r8 + rax]
    vpdpbusd zmm16, zmm0, zmmword ptr [rsi]
    add rdx, 4
    add rsi, 64
    dec ecx
    jnz 3b
4:  vpaddd zmm16, zmm16, zmm17
    vpaddd zmm18, zmm18, zmm19
    vpaddd zmm16, zmm16, zmm18
    vmovdqu32 zmmword ptr [r10], zmm16
    add r10, 64
    dec r11
    jnz .Lsparse_row_next
    vzeroupper
    ret
    .balign 64

# ---- Eight pixels against panels of 16 channels --------------------------------------------------------------------------------------------------
#
# rdi: 0 rows[8]   64 first segment   72 end of segments   80 steps of 4 per segment   88 weights   96 bytes between panels   104 panels
# Registers: r8-r15 rows, rsi weights, rdx panel stride, rbx and rbp segments, rax offset in the rows, rcx steps left, zmm16-zmm31 accumulators.

.macro load_rows
    mov r8, [rdi]
    mov r9, [rdi + 8]
    mov r10, [rdi + 16]
    mov r11, [rdi + 24]
    mov r12, [rdi + 32]
    mov r13, [rdi + 40]
    mov r14, [rdi + 48]
    mov r15, [rdi + 56]
    mov rdx, [rdi + 96]
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

.macro first_segment
    mov rbx, [rdi + 64]
    mov rbp, [rdi + 72]
    mov rsi, [rdi + 88]
.endm

.macro next_step
    add rsi, 64
    add rax, 4
    dec rcx
    jnz 2b
    add rbx, 4
    cmp rbx, rbp
    jb 1b
.endm

# Adds the products of two panels to zmm16-zmm31: row r's are in zmm(16+2r) and zmm(17+2r).
.macro dot2
    first_segment
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
.endm

# Adds the products of one panel to zmm16-zmm23, a register for each row.
.macro dot1
    first_segment
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
.endm

# Panels with segments of their own, as for one row.
# Registers: rdx segments, rbp where they begin, rsi weights: all three move on from panel to panel.
.macro first_sparse
    mov rdx, [rdi + 64]
    mov rbp, [rdi + 72]
    mov rsi, [rdi + 88]
.endm

# Adds the products of the next panel to zmm16-zmm23, a register for each row.
.macro dot_sparse
    mov ecx, [rbp + 4]
    sub ecx, [rbp]
    add rbp, 4
1:  movsxd rax, dword ptr [rdx]
    vmovdqu32 zmm0, zmmword ptr [rsi]
    row1 r8, zmm16, zmm2
    row1 r9, zmm17, zmm3
    row1 r10, zmm18, zmm4
    row1 r11, zmm19, zmm5
    row1 r12, zmm20, zmm2
    row1 r13, zmm21, zmm3
    row1 r14, zmm22, zmm4
    row1 r15, zmm23, zmm5
    add rdx, 4
    add rsi, 64
    dec ecx
    jnz 1b
.endm

# ... 112 accumulators
# Writes accumulators[row * 64 + panel * 16 + channel] for up to four panels.
dot_tile:
    enter
    load_rows
.Ldot_tile_pair:
    cmp qword ptr [rdi + 104], 2
    jl .Ldot_tile_single
    .irp register, zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23, zmm24, zmm25, zmm26, zmm27, zmm28, zmm29, zmm30, zmm31
    vpxord \register, \register, \register
    .endr
    dot2
    mov rax, [rdi + 112]
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
    add qword ptr [rdi + 112], 128
    lea rax, [rdx + rdx]
    add [rdi + 88], rax
    sub qword ptr [rdi + 104], 2
    jmp .Ldot_tile_pair
.Ldot_tile_single:
    cmp qword ptr [rdi + 104], 1
    jne .Ldot_tile_end
    .irp register, zmm16, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23
    vpxord \register, \register, \register
    .endr
    dot1
    mov rax, [rdi + 112]
    vmovdqu32 zmmword ptr [rax], zmm16
    vmovdqu32 zmmword ptr [rax + 256], zmm17
    vmovdqu32 zmmword ptr [rax + 512], zmm18
    vmovdqu32 zmmword ptr [rax + 768], zmm19
    vmovdqu32 zmmword ptr [rax + 1024], zmm20
    vmovdqu32 zmmword ptr [rax + 1280], zmm21
    vmovdqu32 zmmword ptr [rax + 1536], zmm22
    vmovdqu32 zmmword ptr [rax + 1792], zmm23
.Ldot_tile_end:
    leave_

# ---- Eight pixels, from windows to codes ---------------------------------------------------------------------------------------------------------
#
# ... 112 bias   120 multipliers   128 outputs[8]   192 channel offset in the outputs   200 mask of the last channels
# 208 zero point (two words)   212 low and 216 high (four bytes each)   220 a float beyond all codes
# codes = clamp(round(float(bias + sum of x * w) * multiplier) + zero point, low, high)
# The last pair of panels, or the single one behind the pairs, is written under the mask: a bit for each channel.
# The form that saturates is for multipliers below 1, whose products stay within int32, and bounds of 0 and 255, which packing keeps by itself.
#
# With a residual: 224 residuals[8]   288 scale of the codes   292 scale of the residual   296 offset   300 final low and 304 final high (bytes)
# 308 low - zero point   312 high - zero point   316 zero point (floats)
# Registers: zmm6 and zmm7 multipliers, zmm8-zmm11 constants, zmm12 the order of double words in which packed codes come out.

.macro load_constants
    vbroadcastss zmm8, dword ptr [rdi + 220]
    vpbroadcastd zmm9, dword ptr [rdi + 208]
    vpbroadcastd zmm10, dword ptr [rdi + 212]
    vpbroadcastd zmm11, dword ptr [rdi + 216]
    vmovdqu32 zmm12, zmmword ptr [rip + .Llanes]
    mov rax, [rdi + 200]
    kmovd k1, eax
.endm

.macro start2
    mov rax, [rdi + 112]
    vmovdqu32 zmm16, zmmword ptr [rax]
    vmovdqu32 zmm17, zmmword ptr [rax + 64]
    .irp register, zmm18, zmm20, zmm22, zmm24, zmm26, zmm28, zmm30
    vmovdqa32 \register, zmm16
    .endr
    .irp register, zmm19, zmm21, zmm23, zmm25, zmm27, zmm29, zmm31
    vmovdqa32 \register, zmm17
    .endr
.endm

.macro start1
    mov rax, [rdi + 112]
    vmovdqu32 zmm16, zmmword ptr [rax]
    .irp register, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23
    vmovdqa32 \register, zmm16
    .endr
.endm

# 1 while the forms are assembled that saturate.
.set saturating, 0

# From sums to integers around the zero point.
.macro scale a, m
    vcvtdq2ps \a, \a
    vmulps \a, \a, \m
    .if saturating == 0
    vminps \a, \a, zmm8
    .endif
    vcvtps2dq \a, \a
.endm

# Four registers of integers to one of codes, by 128-bit lanes.
.macro pack a, b, c, d
    vpackssdw \a, \a, \b
    vpackssdw \c, \c, \d
    vpaddsw \a, \a, zmm9
    vpaddsw \c, \c, zmm9
    vpackuswb \a, \a, \c
    .if saturating == 0
    vpmaxub \a, \a, zmm10
    vpminub \a, \a, zmm11
    .endif
.endm

# The codes of a, then those of b, c and d.
.macro pack4 a, b, c, d
    pack \a, \b, \c, \d
    vpermd \a, zmm12, \a
.endm

.macro store2 row, a, y
    mov rax, [rdi + 128 + 8 * \row]
    mov rbx, [rdi + 136 + 8 * \row]
    vmovdqu32 ymmword ptr [rax + rcx], \y
    vextracti64x4 ymmword ptr [rbx + rcx], \a, 1
.endm

.macro store2masked row, a, y
    mov rax, [rdi + 128 + 8 * \row]
    mov rbx, [rdi + 136 + 8 * \row]
    vmovdqu8 ymmword ptr [rax + rcx] {k1}, \y
    vextracti64x4 ymm2, \a, 1
    vmovdqu8 ymmword ptr [rbx + rcx] {k1}, ymm2
.endm

.macro store4 row, a, x
    mov rax, [rdi + 128 + 8 * \row]
    mov rbx, [rdi + 136 + 8 * \row]
    vmovdqu32 xmmword ptr [rax + rcx], \x
    vextracti32x4 xmmword ptr [rbx + rcx], \a, 1
    mov rax, [rdi + 144 + 8 * \row]
    mov rbx, [rdi + 152 + 8 * \row]
    vextracti32x4 xmmword ptr [rax + rcx], \a, 2
    vextracti32x4 xmmword ptr [rbx + rcx], \a, 3
.endm

.macro store4masked row, a, x
    mov rax, [rdi + 128 + 8 * \row]
    mov rbx, [rdi + 136 + 8 * \row]
    vmovdqu8 xmmword ptr [rax + rcx] {k1}, \x
    vextracti32x4 xmm2, \a, 1
    vmovdqu8 xmmword ptr [rbx + rcx] {k1}, xmm2
    mov rax, [rdi + 144 + 8 * \row]
    mov rbx, [rdi + 152 + 8 * \row]
    vextracti32x4 xmm2, \a, 2
    vmovdqu8 xmmword ptr [rax + rcx] {k1}, xmm2
    vextracti32x4 xmm2, \a, 3
    vmovdqu8 xmmword ptr [rbx + rcx] {k1}, xmm2
.endm

.macro scale4 a, b, c, d, m, n
    scale \a, \m
    scale \b, \n
    scale \c, \m
    scale \d, \n
.endm

# The codes of a pair of panels, in zmm16, zmm20, zmm24 and zmm28: two rows each.
.macro pack_pair
    pack4 zmm16, zmm17, zmm18, zmm19
    pack4 zmm20, zmm21, zmm22, zmm23
    pack4 zmm24, zmm25, zmm26, zmm27
    pack4 zmm28, zmm29, zmm30, zmm31
.endm

# Stores what pack_pair left and goes on with the next panels.
.macro finish_pair again, end
    mov rcx, [rdi + 192]
    cmp qword ptr [rdi + 104], 2
    je 5f
4:  store2 0, zmm16, ymm16
    store2 2, zmm20, ymm20
    store2 4, zmm24, ymm24
    store2 6, zmm28, ymm28
    add qword ptr [rdi + 192], 32
    add qword ptr [rdi + 112], 128
    add qword ptr [rdi + 120], 128
    lea rax, [rdx + rdx]
    add [rdi + 88], rax
    sub qword ptr [rdi + 104], 2
    jnz \again
    jmp \end
5:  cmp dword ptr [rdi + 200], -1
    je 4b
    store2masked 0, zmm16, ymm16
    store2masked 2, zmm20, ymm20
    store2masked 4, zmm24, ymm24
    store2masked 6, zmm28, ymm28
    jmp \end
.endm

.macro pack_single
    pack4 zmm16, zmm17, zmm18, zmm19
    pack4 zmm20, zmm21, zmm22, zmm23
    mov rcx, [rdi + 192]
.endm

.macro store_single
    store4 0, zmm16, xmm16
    store4 4, zmm20, xmm20
.endm

.macro store_single_masked
    store4masked 0, zmm16, xmm16
    store4masked 4, zmm20, xmm20
.endm

.macro finish_single
    pack_single
    cmp word ptr [rdi + 200], -1
    jne 5f
    store_single
    jmp 6f
5:  store_single_masked
6:
.endm

# Likewise where all panels are single ones, and goes on with the next.
.macro finish_sparse again, end
    pack_single
    cmp qword ptr [rdi + 104], 1
    je 5f
4:  store_single
    add qword ptr [rdi + 192], 16
    add qword ptr [rdi + 112], 64
    add qword ptr [rdi + 120], 64
    dec qword ptr [rdi + 104]
    jnz \again
    jmp \end
5:  cmp word ptr [rdi + 200], -1
    je 4b
    store_single_masked
.endm

.macro scale_single
    mov rax, [rdi + 120]
    vmovups zmm6, zmmword ptr [rax]
    scale4 zmm16, zmm17, zmm18, zmm19, zmm6, zmm6
    scale4 zmm20, zmm21, zmm22, zmm23, zmm6, zmm6
.endm

.macro codes_convolution name
\name:
    enter
    load_rows
    load_constants
.L\name\()_next:
    cmp qword ptr [rdi + 104], 1
    je .L\name\()_single
    start2
    dot2
    mov rax, [rdi + 120]
    vmovups zmm6, zmmword ptr [rax]
    vmovups zmm7, zmmword ptr [rax + 64]
    scale4 zmm16, zmm17, zmm18, zmm19, zmm6, zmm7
    scale4 zmm20, zmm21, zmm22, zmm23, zmm6, zmm7
    scale4 zmm24, zmm25, zmm26, zmm27, zmm6, zmm7
    scale4 zmm28, zmm29, zmm30, zmm31, zmm6, zmm7
    pack_pair
    finish_pair .L\name\()_next, .L\name\()_end
.L\name\()_single:
    start1
    dot1
    scale_single
    finish_single
.L\name\()_end:
    leave_
.endm

.macro sparse_codes_convolution name
\name:
    enter
    load_rows
    load_constants
    first_sparse
.L\name\()_next:
    start1
    dot_sparse
    scale_single
    finish_sparse .L\name\()_next, .L\name\()_end
.L\name\()_end:
    leave_
.endm

    codes_convolution convolution
    sparse_codes_convolution sparse_convolution
    .set saturating, 1
    codes_convolution convolution_saturating
    sparse_codes_convolution sparse_saturating
    .set saturating, 0

# From sums to codes as floats, then the residual. zmm8 is the bound, zmm13-zmm15 low, high and zero point as floats, zmm3-zmm5 the scale of the
# codes, the scale of the residual and the offset; zmm9 is zero, zmm10 and zmm11 the final bounds.
.macro requantize a, m
    vcvtdq2ps \a, \a
    vmulps \a, \a, \m
    vmaxps \a, \a, zmm13
    vminps \a, \a, zmm14
    vrndscaleps \a, \a, 8
    vaddps \a, \a, zmm15
.endm

# Codes times their scale plus (residual times its scale plus the offset).
.macro add_codes_first a, m, place
    requantize \a, \m
    vpmovzxbd zmm0, xmmword ptr [\place]
    vcvtdq2ps zmm0, zmm0
    vfmadd213ps zmm0, zmm4, zmm5
    vfmadd213ps \a, zmm3, zmm0
    vminps \a, \a, zmm8
    vcvtps2dq \a, \a
.endm

# Residual times its scale plus (codes times their scale plus the offset).
.macro add_residual_first a, m, place
    requantize \a, \m
    vpmovzxbd zmm0, xmmword ptr [\place]
    vcvtdq2ps zmm0, zmm0
    vfmadd213ps \a, zmm3, zmm5
    vfmadd231ps \a, zmm0, zmm4
    vminps \a, \a, zmm8
    vcvtps2dq \a, \a
.endm

.macro load_residual_constants
    load_constants
    vpxord zmm9, zmm9, zmm9
    vpbroadcastd zmm10, dword ptr [rdi + 300]
    vpbroadcastd zmm11, dword ptr [rdi + 304]
    vbroadcastss zmm13, dword ptr [rdi + 308]
    vbroadcastss zmm14, dword ptr [rdi + 312]
    vbroadcastss zmm15, dword ptr [rdi + 316]
.endm

.macro load_residual_scales
    vbroadcastss zmm3, dword ptr [rdi + 288]
    vbroadcastss zmm4, dword ptr [rdi + 292]
    vbroadcastss zmm5, dword ptr [rdi + 296]
.endm

.macro add2 add, row, a, b
    mov rax, [rdi + 224 + 8 * \row]
    \add \a, zmm6, rax + rcx
    \add \b, zmm7, rax + rcx + 16
.endm

.macro add1 add, row, a
    mov rax, [rdi + 224 + 8 * \row]
    \add \a, zmm6, rax + rcx
.endm

.macro add_single add
    load_residual_scales
    mov rax, [rdi + 120]
    vmovups zmm6, zmmword ptr [rax]
    mov rcx, [rdi + 192]
    add1 \add, 0, zmm16
    add1 \add, 1, zmm17
    add1 \add, 2, zmm18
    add1 \add, 3, zmm19
    add1 \add, 4, zmm20
    add1 \add, 5, zmm21
    add1 \add, 6, zmm22
    add1 \add, 7, zmm23
.endm

.macro residual_convolution name, add
\name:
    enter
    load_rows
    load_residual_constants
.L\name\()_next:
    cmp qword ptr [rdi + 104], 1
    je .L\name\()_single
    start2
    dot2
    load_residual_scales
    mov rax, [rdi + 120]
    vmovups zmm6, zmmword ptr [rax]
    vmovups zmm7, zmmword ptr [rax + 64]
    mov rcx, [rdi + 192]
    add2 \add, 0, zmm16, zmm17
    add2 \add, 1, zmm18, zmm19
    add2 \add, 2, zmm20, zmm21
    add2 \add, 3, zmm22, zmm23
    add2 \add, 4, zmm24, zmm25
    add2 \add, 5, zmm26, zmm27
    add2 \add, 6, zmm28, zmm29
    add2 \add, 7, zmm30, zmm31
    pack_pair
    finish_pair .L\name\()_next, .L\name\()_end
.L\name\()_single:
    start1
    dot1
    add_single \add
    finish_single
.L\name\()_end:
    leave_
.endm

.macro sparse_residual_convolution name, add
\name:
    enter
    load_rows
    load_residual_constants
    first_sparse
.L\name\()_next:
    start1
    dot_sparse
    add_single \add
    finish_sparse .L\name\()_next, .L\name\()_end
.L\name\()_end:
    leave_
.endm

    residual_convolution convolution_plus_residual, add_codes_first
    residual_convolution residual_plus_convolution, add_residual_first
    sparse_residual_convolution sparse_plus_residual, add_codes_first
    sparse_residual_convolution residual_plus_sparse, add_residual_first

# ---- Eight pixels, from windows to floats --------------------------------------------------------------------------------------------------------
#
# ... 112 bias   120 multipliers   128 outputs[8]   192 channel offset in the outputs (bytes)   200 mask of the last channels
# 208 input factors, or 0   216 float bias, or 0   224 zero point of the input   228 scale of the input   232 low   236 high (floats)
# y = clamp(float(bias + zero point * factor + sum of x * w) * (scale * multiplier) + float bias, low, high), each operation rounded
# Registers: zmm6 and zmm7 multipliers, zmm8 and zmm9 float bias (-0, which changes nothing, when there is none), zmm10-zmm13 constants.

.macro start_floats a, place
    vmovdqu32 \a, zmmword ptr [rax + \place]
    test rbx, rbx
    jz 3f
    vpmulld zmm2, zmm12, zmmword ptr [rbx + \place]
    vpaddd \a, \a, zmm2
3:
.endm

.macro load_scale m, b, place
    vmulps \m, zmm13, zmmword ptr [rax + \place]
    vmovaps \b, zmm14
    test rbx, rbx
    jz 3f
    vmovups \b, zmmword ptr [rbx + \place]
3:
.endm

.macro to_float a, m, b
    vcvtdq2ps \a, \a
    vmulps \a, \a, \m
    vaddps \a, \a, \b
    vmaxps \a, \a, zmm10
    vminps \a, \a, zmm11
.endm

.macro finish_floats2 row, a, b
    to_float \a, zmm6, zmm8
    to_float \b, zmm7, zmm9
    mov rax, [rdi + 128 + 8 * \row]
    vmovups zmmword ptr [rax + rcx] {k1}, \a
    vmovups zmmword ptr [rax + rcx + 64] {k2}, \b
.endm

.macro finish_floats1 row, a
    to_float \a, zmm6, zmm8
    mov rax, [rdi + 128 + 8 * \row]
    vmovups zmmword ptr [rax + rcx] {k1}, \a
.endm

# The masks of the channels to store: all, but for the last pair of panels or the single one.
.macro masks panels
    mov eax, -1
    cmp qword ptr [rdi + 104], \panels
    cmove eax, dword ptr [rdi + 200]
    kmovw k1, eax
    shr eax, 16
    kmovw k2, eax
    mov rcx, [rdi + 192]
.endm

.macro load_float_constants
    vbroadcastss zmm10, dword ptr [rdi + 232]
    vbroadcastss zmm11, dword ptr [rdi + 236]
    vpbroadcastd zmm12, dword ptr [rdi + 224]
    vbroadcastss zmm13, dword ptr [rdi + 228]
    mov eax, 0x80000000
    vpbroadcastd zmm14, eax
.endm

# Goes on to channels that lie some bytes further in all arrays and outputs.
.macro next_floats bytes
    .irp place, 112, 120, 192
    add qword ptr [rdi + \place], \bytes
    .endr
    .irp place, 208, 216
    cmp qword ptr [rdi + \place], 0
    je 3f
    add qword ptr [rdi + \place], \bytes
3:
    .endr
.endm

.macro repeat_single
    .irp register, zmm17, zmm18, zmm19, zmm20, zmm21, zmm22, zmm23
    vmovdqa32 \register, zmm16
    .endr
.endm

.macro finish_floats_single
    mov rax, [rdi + 120]
    mov rbx, [rdi + 216]
    load_scale zmm6, zmm8, 0
    masks 1
    finish_floats1 0, zmm16
    finish_floats1 1, zmm17
    finish_floats1 2, zmm18
    finish_floats1 3, zmm19
    finish_floats1 4, zmm20
    finish_floats1 5, zmm21
    finish_floats1 6, zmm22
    finish_floats1 7, zmm23
.endm

convolution_to_floats:
    enter
    load_rows
    load_float_constants
.Lfloats_next:
    mov rax, [rdi + 112]
    mov rbx, [rdi + 208]
    start_floats zmm16, 0
    cmp qword ptr [rdi + 104], 1
    je .Lfloats_single
    start_floats zmm17, 64
    .irp register, zmm18, zmm20, zmm22, zmm24, zmm26, zmm28, zmm30
    vmovdqa32 \register, zmm16
    .endr
    .irp register, zmm19, zmm21, zmm23, zmm25, zmm27, zmm29, zmm31
    vmovdqa32 \register, zmm17
    .endr
    dot2
    mov rax, [rdi + 120]
    mov rbx, [rdi + 216]
    load_scale zmm6, zmm8, 0
    load_scale zmm7, zmm9, 64
    masks 2
    finish_floats2 0, zmm16, zmm17
    finish_floats2 1, zmm18, zmm19
    finish_floats2 2, zmm20, zmm21
    finish_floats2 3, zmm22, zmm23
    finish_floats2 4, zmm24, zmm25
    finish_floats2 5, zmm26, zmm27
    finish_floats2 6, zmm28, zmm29
    finish_floats2 7, zmm30, zmm31
    next_floats 128
    lea rax, [rdx + rdx]
    add [rdi + 88], rax
    sub qword ptr [rdi + 104], 2
    jnz .Lfloats_next
    jmp .Lfloats_end
.Lfloats_single:
    repeat_single
    dot1
    finish_floats_single
.Lfloats_end:
    leave_

sparse_to_floats:
    enter
    load_rows
    load_float_constants
    first_sparse
.Lsparse_floats_next:
    mov rax, [rdi + 112]
    mov rbx, [rdi + 208]
    start_floats zmm16, 0
    repeat_single
    dot_sparse
    finish_floats_single
    next_floats 64
    dec qword ptr [rdi + 104]
    jnz .Lsparse_floats_next
    leave_

# ---- Four pixels of a depthwise convolution, from windows to codes -------------------------------------------------------------------------------
#
# rdi: 0 windows[4]   32 outputs[4]   64 taps   72 steps of four taps   80 one tap left (0 or 1)   88 blocks   96 blocks of 64 channels
# 104 blocks of 32   112 blocks of 16   120 mask of the last of these   128 zero point   132 low   136 high   140 a float beyond all codes
# A block of C channels is four registers of C/4 biases, four of multipliers, then for each step, and for the tap left, four of weights. Register j
# holds the channels 16l + 4j ... 16l + 4j + 3 in its 128-bit lane l, with four taps each: what interleaving the bytes of four taps gives.
# Where a block has fewer channels than a register bytes, two or four pixels share the register, and the block is repeated over it.
# Registers: r8-r11 windows, r12-r15 taps, rbx taps, rcx steps left, rsi weights, rbp the block, rdx channels done, zmm16-zmm31 accumulators, four for
# each register of pixels, zmm8-zmm11 constants, zmm12-zmm15 what stands in the block.

# One tap of one, two or four pixels.
.macro load_full register, tap, a
    vmovdqu32 zmm\register, [\a + \tap]
.endm

.macro load_halves register, tap, a, b
    vmovdqu32 ymm\register, [\a + \tap]
    vinserti64x4 zmm\register, zmm\register, [\b + \tap], 1
.endm

.macro load_quarters register, tap, a, b, c, d
    vmovdqu32 xmm\register, [\a + \tap]
    vinserti32x4 zmm\register, zmm\register, [\b + \tap], 1
    vinserti32x4 zmm\register, zmm\register, [\c + \tap], 2
    vinserti32x4 zmm\register, zmm\register, [\d + \tap], 3
.endm

.macro four_taps a, b, c, d, load, pixels:vararg
    \load 0, r12, \pixels
    \load 1, r13, \pixels
    \load 2, r14, \pixels
    \load 3, r15, \pixels
    vpunpcklbw zmm4, zmm0, zmm1
    vpunpckhbw zmm5, zmm0, zmm1
    vpunpcklbw zmm6, zmm2, zmm3
    vpunpckhbw zmm7, zmm2, zmm3
    vpunpcklwd zmm0, zmm4, zmm6
    vpunpckhwd zmm1, zmm4, zmm6
    vpunpcklwd zmm2, zmm5, zmm7
    vpunpckhwd zmm3, zmm5, zmm7
    vpdpbusd zmm\a, zmm0, zmm12
    vpdpbusd zmm\b, zmm1, zmm13
    vpdpbusd zmm\c, zmm2, zmm14
    vpdpbusd zmm\d, zmm3, zmm15
.endm

# One tap: its byte four times, of which three meet zero weights.
.macro one_tap a, b, c, d, load, pixels:vararg
    \load 0, r12, \pixels
    vpshufb zmm1, zmm0, [rip + .Lspread]
    vpshufb zmm2, zmm0, [rip + .Lspread + 64]
    vpshufb zmm3, zmm0, [rip + .Lspread + 128]
    vpshufb zmm4, zmm0, [rip + .Lspread + 192]
    vpdpbusd zmm\a, zmm1, zmm12
    vpdpbusd zmm\b, zmm2, zmm13
    vpdpbusd zmm\c, zmm3, zmm14
    vpdpbusd zmm\d, zmm4, zmm15
.endm

.macro full_pixels do
    \do 16, 17, 18, 19, load_full, r8
    \do 20, 21, 22, 23, load_full, r9
    \do 24, 25, 26, 27, load_full, r10
    \do 28, 29, 30, 31, load_full, r11
.endm

.macro half_pixels do
    \do 16, 17, 18, 19, load_halves, r8, r9
    \do 20, 21, 22, 23, load_halves, r10, r11
.endm

.macro quarter_pixels do
    \do 16, 17, 18, 19, load_quarters, r8, r9, r10, r11
.endm

# The next four registers of the block; read is vmovdqu32, or repeats 32 or 16 bytes.
.macro read_block read, size
    \read zmm12, [rsi]
    \read zmm13, [rsi + \size]
    \read zmm14, [rsi + 2 * \size]
    \read zmm15, [rsi + 3 * \size]
    add rsi, 4 * \size
.endm

.macro start_sums a, b, c, d, pixels:vararg
    vmovdqa32 zmm\a, zmm12
    vmovdqa32 zmm\b, zmm13
    vmovdqa32 zmm\c, zmm14
    vmovdqa32 zmm\d, zmm15
.endm

.macro finish_sums a, b, c, d, pixels:vararg
    scale zmm\a, zmm12
    scale zmm\b, zmm13
    scale zmm\c, zmm14
    scale zmm\d, zmm15
    pack zmm\a, zmm\b, zmm\c, zmm\d
.endm

# All taps of one block; leaves the codes in the first accumulator of each register of pixels.
.macro depthwise_block pixels, read, size
    mov rsi, rbp
    read_block \read, \size
    \pixels start_sums
    add rsi, 4 * \size
    mov rbx, [rdi + 64]
    mov rcx, [rdi + 72]
    test rcx, rcx
    jz 2f
1:  movsxd r12, dword ptr [rbx]
    movsxd r13, dword ptr [rbx + 4]
    movsxd r14, dword ptr [rbx + 8]
    movsxd r15, dword ptr [rbx + 12]
    read_block \read, \size
    \pixels four_taps
    add rbx, 16
    dec rcx
    jnz 1b
2:  cmp qword ptr [rdi + 80], 0
    je 3f
    movsxd r12, dword ptr [rbx]
    read_block \read, \size
    \pixels one_tap
3:  xchg rsi, rbp
    add rsi, 4 * \size
    read_block \read, \size
    \pixels finish_sums
    mov r12, [rdi + 32]
    mov r13, [rdi + 40]
    mov r14, [rdi + 48]
    mov r15, [rdi + 56]
.endm

.macro depthwise_next channels
    .irp pointer, r8, r9, r10, r11, rdx
    add \pointer, \channels
    .endr
.endm

.macro depthwise_convolution name
\name:
    enter
    mov r8, [rdi]
    mov r9, [rdi + 8]
    mov r10, [rdi + 16]
    mov r11, [rdi + 24]
    mov rbp, [rdi + 88]
    xor edx, edx
    vbroadcastss zmm8, dword ptr [rdi + 140]
    vpbroadcastd zmm9, dword ptr [rdi + 128]
    vpbroadcastd zmm10, dword ptr [rdi + 132]
    vpbroadcastd zmm11, dword ptr [rdi + 136]
    mov rax, [rdi + 120]
    kmovd k1, eax
    mov rax, [rdi + 96]
    test rax, rax
    jz .L\name\()_32
.L\name\()_64:
    depthwise_block full_pixels, vmovdqu32, 64
    vmovdqu32 [r12 + rdx], zmm16
    vmovdqu32 [r13 + rdx], zmm20
    vmovdqu32 [r14 + rdx], zmm24
    vmovdqu32 [r15 + rdx], zmm28
    depthwise_next 64
    dec rax
    jnz .L\name\()_64
.L\name\()_32:
    cmp qword ptr [rdi + 104], 0
    je .L\name\()_16
    depthwise_block half_pixels, vbroadcasti64x4, 32
    vmovdqu32 [r12 + rdx], ymm16
    vextracti64x4 [r13 + rdx], zmm16, 1
    vmovdqu32 [r14 + rdx], ymm20
    vextracti64x4 [r15 + rdx], zmm20, 1
    depthwise_next 32
.L\name\()_16:
    mov rax, [rdi + 112]
    test rax, rax
    jz .L\name\()_end
.L\name\()_next16:
    depthwise_block quarter_pixels, vbroadcasti32x4, 16
    dec rax
    jz .L\name\()_last16
    vmovdqu32 [r12 + rdx], xmm16
    vextracti32x4 [r13 + rdx], zmm16, 1
    vextracti32x4 [r14 + rdx], zmm16, 2
    vextracti32x4 [r15 + rdx], zmm16, 3
    depthwise_next 16
    jmp .L\name\()_next16
.L\name\()_last16:
    vextracti32x4 xmm17, zmm16, 1
    vextracti32x4 xmm18, zmm16, 2
    vextracti32x4 xmm19, zmm16, 3
    vmovdqu8 [r12 + rdx] {k1}, xmm16
    vmovdqu8 [r13 + rdx] {k1}, xmm17
    vmovdqu8 [r14 + rdx] {k1}, xmm18
    vmovdqu8 [r15 + rdx] {k1}, xmm19
.L\name\()_end:
    leave_
.endm

    depthwise_convolution depthwise
    .set saturating, 1
    depthwise_convolution depthwise_saturating
    .set saturating, 0

# ---- The register states that the operating system keeps (XCR0) ----------------------------------------------------------------------------------

extended_control:
    xor ecx, ecx
    xgetbv
    shl rdx, 32
    or rax, rdx
    ret
    .balign 64

# ---- Tables --------------------------------------------------------------------------------------------------------------------------------------

.Llanes:
    .long 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15

.macro spread_lane from
    .irp i, 0, 1, 2, 3
    .byte \from + \i, \from + \i, \from + \i, \from + \i
    .endr
.endm

.Lspread:
    .irp j, 0, 4, 8, 12
    .rept 4
    spread_lane \j
    .endr
    .endr
