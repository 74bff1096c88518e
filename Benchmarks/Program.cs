System.Console.WriteLine("usage: Benchmarks models DIR");
