process.stdout.write('nocturne\n')
