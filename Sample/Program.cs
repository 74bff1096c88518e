using System;
using System.Linq;

namespace Octavo.Sample;

/// <summary>Reads handwritten digits with a network that was compiled into this program.</summary>
internal static class Program
{
    private const int Shown = 5;

    /// <summary>Returns 0 when the network is as good as it was in training, 1 otherwise.</summary>
    private static int Main()
    {
        var digits = Digit.ReadAll();
        var answers = digits.Select(digit => (Digit: digit, Answer: Answer.From(Digits.Infer(digit.Pixels)))).ToArray();

        Gallery.Write(Console.Out, answers[..Shown]);
        Console.WriteLine();
        foreach (var (digit, answer) in answers.Where(a => a.Answer.Digit != a.Digit.Label))
        {
            Console.WriteLine($"mistaken: a {digit.Label} for a {answer.Digit}, {answer.Confidence:P1} sure");
        }

        int right = answers.Count(a => a.Answer.Digit == a.Digit.Label);
        int rightInTraining = digits.Count(d => d.TrainingAnswer == d.Label);
        double confidence = answers.Average(a => a.Answer.Confidence);
        Console.WriteLine($"accuracy   {right} of {digits.Count} ({rightInTraining} in training)");
        Console.WriteLine($"confidence {confidence:P1} on average");
        Console.WriteLine($"latency    {Latency.Median(digits).TotalMicroseconds:0.00} µs per digit (median)");
        Console.WriteLine();
        Console.WriteLine(Digits.Info);
        return right >= rightInTraining ? 0 : 1;
    }
}
