using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>A random integer product with weights that have a scale per block, of floats or of codes.</summary>
internal static unsafe class BlockProductCase
{
    public static ulong Run(InstructionSet set, Random random, Scratch scratch)
    {
        int block = random.Between(1, 37), panelCount = random.Between(1, 3);
        var rows = new BlockRows { Count = random.Between(1, 9), Length = random.Between(1, 130), Block = block };
        var panels = new BlockPanels
        {
            Rows = (16 * panelCount) - random.Between(0, 15), Bits = random.OneIn(2) ? 4 : 8, Blocks = (rows.Length + block - 1) / block, Steps = (block + 7) / 8, Zero = random.Between(0, 15),
        };
        int entries = 16 * panelCount * panels.Blocks, elements = rows.Count * rows.Length, marks = rows.Stride * panels.Blocks;
        panels.Codes = Buffers.Codes(ref random, ref scratch, panelCount * panels.Blocks * panels.Steps * 16 * panels.Bits);
        panels.Scales = Buffers.Floats(ref random, ref scratch, entries, 2);
        panels.Zeros = random.OneIn(2) ? Buffers.Codes(ref random, ref scratch, entries) : null;
        panels.Constants = random.OneIn(2) ? Buffers.Offsets(ref random, ref scratch, entries, 9999, out _) : null;
        bool isFloat = random.OneIn(2);
        float* reals = isFloat ? Buffers.Floats(ref random, ref scratch, elements, 3) : null;
        byte* codes = isFloat ? null : Buffers.Codes(ref random, ref scratch, elements);
        rows.Codes = (sbyte*)scratch.TakeLast(rows.Stride * panels.Blocks * panels.Steps * 8);
        rows.Scales = isFloat ? (float*)scratch.TakeLast(marks * sizeof(float)) : null;
        rows.Offsets = (int*)scratch.TakeLast(marks * sizeof(int));
        float* bias = random.OneIn(2) ? null : Buffers.Floats(ref random, ref scratch, 16 * panelCount, 3);
        int length = rows.Count * panels.Rows, parts = random.Between(1, 3), factor = BlockActivations.Factor(set, panels);
        float* y = (float*)Buffers.Output(ref scratch, length * sizeof(float));
        for (int part = 0; part < parts; part++)
        {
            if (set == InstructionSet.Scalar)
            {
                BlockActivations.Run<Lanes1>(reals, codes, rows, panels, factor, part, parts);
            }
            else
            {
                BlockActivations.Run<Lanes4>(reals, codes, rows, panels, factor, part, parts);
            }
        }

        for (int part = 0; part < parts; part++)
        {
            BlockMatMul.Run(set, rows, panels, bias, y, float.NegativeInfinity, 100, part, parts);
        }

        return Buffers.DigestOf(y, length);
    }
}
