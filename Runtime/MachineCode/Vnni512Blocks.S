# Products of codes with weights that have a scale per block, on the 512-bit VPDPBUSD. The bytes that this assembles to are in Vnni512Blocks.bin:
#   as Vnni512Blocks.S -o v.o && objcopy -O binary -j .text v.o Vnni512Blocks.bin
#
# A function takes one pointer (rdi, the System V convention) to its arguments:
#   0 codes of the panel   8 scales   16 zero points, or 0   24 constants, or 0   32 blocks   40 steps of 8 elements per block
#   48 first row   56 bytes between rows   64 scales of the rows, or 0   72 offsets of the rows   80 bytes between blocks of both   88 sums
# For each of its rows it writes sixteen floats, the chain sum = fma(float(acc), scale of the row * scale, sum) over the blocks, where acc is
# offset * zero point + constant + the sum of w * x, w as u8 and x as s8, wrapping. Without zero points acc begins with the offset.
.intel_syntax noprefix
.text

# Where the functions begin: for codes of 4 bits, then of 8, for 1, 4, 8 and 12 rows each.
start:
    .long halves1 - start, halves4 - start, halves8 - start, halves12 - start
    .long bytes1 - start, bytes4 - start, bytes8 - start, bytes12 - start
    .balign 64

# Registers: rsi codes, rdx scales, r8 zero points, r9 constants, r10 blocks left, r11 steps left, rax rbx rcx rbp rows 0, 3, 6 and 9, r12 from row to row,
# r13 scales of the rows, r14 offsets, r15 from block to block; zmm0-zmm6 at hand, zmm7 the mask of halves, zmm8-zmm19 acc, zmm20-zmm31 sum.

# An operation for each row: its number, acc, sum, a register at hand and where its codes are.
.macro each rows, operation
    \operation 0, zmm8, zmm20, zmm3, "rax"
    .if \rows > 1
    \operation 1, zmm9, zmm21, zmm4, "rax + r12"
    \operation 2, zmm10, zmm22, zmm5, "rax + 2 * r12"
    \operation 3, zmm11, zmm23, zmm6, "rbx"
    .endif
    .if \rows > 4
    \operation 4, zmm12, zmm24, zmm3, "rbx + r12"
    \operation 5, zmm13, zmm25, zmm4, "rbx + 2 * r12"
    \operation 6, zmm14, zmm26, zmm5, "rcx"
    \operation 7, zmm15, zmm27, zmm6, "rcx + r12"
    .endif
    .if \rows > 8
    \operation 8, zmm16, zmm28, zmm3, "rcx + 2 * r12"
    \operation 9, zmm17, zmm29, zmm4, "rbp"
    \operation 10, zmm18, zmm30, zmm5, "rbp + r12"
    \operation 11, zmm19, zmm31, zmm6, "rbp + 2 * r12"
    .endif
.endm

.macro clear row, acc, sum, spare, codes
    vpxord \sum, \sum, \sum
.endm

.macro begin row, acc, sum, spare, codes
    vpbroadcastd \acc, dword ptr [r14 + 4 * \row]
.endm

.macro times_zero row, acc, sum, spare, codes
    vpmulld \acc, \acc, zmm0
.endm

.macro plus_constant row, acc, sum, spare, codes
    vpaddd \acc, \acc, zmm0
.endm

.macro dot_first row, acc, sum, spare, codes
    vpdpbusd \acc, zmm1, dword ptr [\codes]{1to16}
.endm

.macro dot_second row, acc, sum, spare, codes
    vpdpbusd \acc, zmm2, dword ptr [\codes + 4]{1to16}
.endm

.macro add_scaled row, acc, sum, spare, codes
    vcvtdq2ps \acc, \acc
    vmulps \spare, zmm0, dword ptr [r13 + 4 * \row]{1to16}
    vfmadd231ps \sum, \acc, \spare
.endm

.macro add_fixed row, acc, sum, spare, codes
    vcvtdq2ps \acc, \acc
    vfmadd231ps \sum, \acc, zmm0
.endm

.macro write row, acc, sum, spare, codes
    vmovups zmmword ptr [rdx + 64 * \row], \sum
.endm

# The codes of eight elements: four in zmm1, four in zmm2.
.macro load_halves
    vmovdqu32 zmm1, zmmword ptr [rsi]
    vpsrlw zmm2, zmm1, 4
    vpandd zmm1, zmm1, zmm7
    vpandd zmm2, zmm2, zmm7
    add rsi, 64
.endm

.macro load_bytes
    vmovdqu32 zmm1, zmmword ptr [rsi]
    vmovdqu32 zmm2, zmmword ptr [rsi + 64]
    add rsi, 128
.endm

.macro product rows, load
    push rbx
    push rbp
    push r12
    push r13
    push r14
    push r15
    mov rsi, [rdi]
    mov rdx, [rdi + 8]
    mov r8, [rdi + 16]
    mov r9, [rdi + 24]
    mov r10, [rdi + 32]
    mov rax, [rdi + 48]
    mov r12, [rdi + 56]
    mov r13, [rdi + 64]
    mov r14, [rdi + 72]
    mov r15, [rdi + 80]
    .if \rows > 1
    lea rbp, [r12 + 2 * r12]
    lea rbx, [rax + rbp]
    lea rcx, [rbx + rbp]
    add rbp, rcx
    .endif
    mov r11d, 0x0F0F0F0F
    vpbroadcastd zmm7, r11d
    each \rows, clear
1:  each \rows, begin
    test r8, r8
    jz 2f
    vpmovzxbd zmm0, xmmword ptr [r8]
    each \rows, times_zero
    add r8, 16
2:  test r9, r9
    jz 3f
    vmovdqu32 zmm0, zmmword ptr [r9]
    each \rows, plus_constant
    add r9, 64
3:  mov r11, [rdi + 40]
4:  \load
    each \rows, dot_first
    each \rows, dot_second
    add rax, 8
    .if \rows > 1
    add rbx, 8
    .endif
    .if \rows > 4
    add rcx, 8
    .endif
    .if \rows > 8
    add rbp, 8
    .endif
    dec r11
    jnz 4b
    vmovups zmm0, zmmword ptr [rdx]
    add rdx, 64
    add r14, r15
    test r13, r13
    jz 5f
    each \rows, add_scaled
    add r13, r15
    dec r10
    jnz 1b
    jmp 6f
5:  each \rows, add_fixed
    dec r10
    jnz 1b
6:  mov rdx, [rdi + 88]
    each \rows, write
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

halves1:
    product 1, load_halves
halves4:
    product 4, load_halves
halves8:
    product 8, load_halves
halves12:
    product 12, load_halves
bytes1:
    product 1, load_bytes
bytes4:
    product 4, load_bytes
bytes8:
    product 8, load_bytes
bytes12:
    product 12, load_bytes
