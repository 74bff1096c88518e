using System;
using System.Linq;

namespace Octavo.Tool.Verification;

/// <summary>Counts how often two classifiers, whose scores lie on the last axis of their first output, agree with each other and with labels.</summary>
internal sealed class Predictions(int classes, int top)
{
    private long _agreed;
    private long _agreedInTop;
    private long _floatRight;
    private long _quantizedRight;
    private long _labelled;

    public int Classes => classes;

    public int Top => Math.Min(top, classes);

    public long Count { get; private set; }

    public double Agreement => (double)_agreed / Count;

    /// <summary>How often the float model's answer is among the quantized one's best.</summary>
    public double TopAgreement => (double)_agreedInTop / Count;

    public double? FloatAccuracy => _labelled == 0 ? null : (double)_floatRight / _labelled;

    public double? QuantizedAccuracy => _labelled == 0 ? null : (double)_quantizedRight / _labelled;

    public void Add(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, int? label)
    {
        for (int at = 0; at < expected.Length; at += classes)
        {
            int[] answers = Best(expected.Slice(at, classes)), quantized = Best(actual.Slice(at, classes));
            Count++;
            _agreed += answers[0] == quantized[0] ? 1 : 0;
            _agreedInTop += Array.IndexOf(quantized, answers[0], 0, Top) >= 0 ? 1 : 0;
            if (label is { } right)
            {
                _labelled++;
                _floatRight += answers[0] == right ? 1 : 0;
                _quantizedRight += quantized[0] == right ? 1 : 0;
            }
        }
    }

    private static int[] Best(ReadOnlySpan<float> scores)
    {
        float[] values = scores.ToArray();
        return [.. Enumerable.Range(0, values.Length).OrderByDescending(i => values[i])];
    }
}
