using System.Linq;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>Products with stacks of matrices, which are packed at run time whether constant or not.</summary>
public sealed class StackPatterns
{
    private const int Stack = 2, Rows = 4, Length = 6, Columns = 5;

    private static readonly float[] A = Pattern.Reals(Stack * Rows * Length);
    private static readonly int[] W = Pattern.Codes(Stack * Length * Columns, -127, 127);
    private static readonly int[] BiasCodes = [100, -200, 3, 40, -500];

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    [InlineData(false, false, true)]
    [InlineData(false, true, true)]
    [InlineData(true, true, false)]
    [InlineData(false, true, false)]
    public void Bias_and_codes(bool constant, bool hasBias, bool quantized)
    {
        var net = new Pattern();
        string a = net.Fake(net.Input(Stack, Rows, Length), 0.02f, 120);
        string b = constant ? net.Weights(W, 0.01f, Stack, Length, Columns) : net.Fake(net.Input(Stack, Length, Columns), 0.01f, 128);
        string y = net.Apply("MatMul", [a, b]);
        y = hasBias ? net.Apply("Add", [y, net.Constant([Columns], [.. BiasCodes.Select(c => c * (0.02f * 0.01f))])]) : y;
        float[][] inputs = constant ? [A] : [A, [.. W.Select(w => w * 0.01f)]];
        using CompiledPattern compiled = quantized ? net.Compile(net.Fake(y, 0.1f, 131)).InIntegers([.. Enumerable.Repeat("MatMul", 2)]) : net.Compile(y);

        int[] left = [.. A.Select(v => Rule.Quantize(v, 0.02f, 120) - 120)];
        int[] sums = [.. Enumerable.Range(0, Stack).SelectMany(s => Rule.Multiply(
            left[(s * Rows * Length)..((s + 1) * Rows * Length)], W[(s * Length * Columns)..((s + 1) * Length * Columns)], Rows, Length, Columns, quantized && hasBias ? BiasCodes : null))];
        float[] floats = [.. sums.Select((sum, i) => (sum * (0.02f * 0.01f)) + (hasBias ? BiasCodes[i % Columns] * (0.02f * 0.01f) : 0))];
        Assert.Equal(quantized ? sums.Select(sum => Rule.Dequantize(Rule.Requantize(sum, 0.02f, 0.01f, 0.1f, 131), 0.1f, 131)) : floats, compiled.Run(inputs));
    }
}
